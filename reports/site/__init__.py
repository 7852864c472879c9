"""The published site: what everybody may see, as files."""
