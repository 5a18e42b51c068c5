"""Pages of reports: the desk of those who make them, and the public check page."""
