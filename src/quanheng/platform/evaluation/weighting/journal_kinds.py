KINDS = {
    "weighting.opened": "Weighting round %(round)s was opened for %(members)s members: %(side_label)s",
    "weighting.submitted": "A member of weighting round %(round)s handed in the comparisons",
    "weighting.closed": "Weighting round %(round)s was closed with the comparisons of %(members)s members",
    "weighting.cancelled": "Weighting round %(round)s was cancelled",
    "weighting.adopted": "The weights of round %(round)s were adopted into version %(version)s of the plan: %(side_label)s",
}
