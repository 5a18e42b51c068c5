"""The verbs of reports: write, review, hear the client, sign and issue."""
