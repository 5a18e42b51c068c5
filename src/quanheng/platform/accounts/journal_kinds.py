KINDS = {
    "account.signed_in": "Signed in",
    "account.signed_out": "Signed out",
    "account.identity_switched": "Acts as %(to_label)s from now on",
    "account.password_set": "The password was set by a link",
    "account.password_changed": "The password was changed",
    "account.disabled": "The account was disabled",
    "organisation.registered": "The organisation was registered",
    "organisation.person_added": "A person was added",
    "organisation.role_granted": "The role %(granted_label)s was granted to a person",
    "organisation.role_ended": "The role %(ended_label)s of a person ended",
    "organisation.administrator_proposed": "The role %(granted_label)s was put up for a second security administrator",
    "organisation.link_made": "A link to set the password was made",
}
