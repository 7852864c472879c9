"""The dashboard: what the helpdesk sees in the browser.  It reads the published copy and hands writes to the desk."""
