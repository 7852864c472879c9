"""What people see: reads the published database, never Scrapy."""
