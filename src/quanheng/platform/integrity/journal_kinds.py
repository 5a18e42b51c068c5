KINDS = {
    "integrity.institution_admitted": "The institution was admitted",
    "integrity.institution_suspended": "The institution was suspended: %(reason)s",
}
