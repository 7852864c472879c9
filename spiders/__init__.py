"""Where pages come from: Scrapy lives here."""
