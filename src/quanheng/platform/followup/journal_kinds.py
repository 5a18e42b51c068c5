KINDS = {"followup.reported": "Year %(year)s after closing was reported: revenue %(revenue)s (%(basis)s)"}
