KINDS = {
    "campaign.created": "The campaign was drafted: %(kind_label)s",
    "campaign.saved": "The campaign was changed",
    "campaign.entry_added": "%(evaluation)s was entered as No. %(place)s",
    "campaign.entry_removed": "%(evaluation)s, No. %(place)s, was taken out",
    "campaign.opened": "The campaign was opened; every entry is measured by the plan of %(evaluation)s",
    "campaign.closed": "The entries were closed with %(entries)s evaluations",
    "campaign.withdrawn": "The campaign was withdrawn",
}
