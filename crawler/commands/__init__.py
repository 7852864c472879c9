"""The commands, one idea a module; `crawler.cli` puts them together."""
