"""What is learned from a page, and where it is kept."""
