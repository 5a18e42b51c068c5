KINDS = {
    "maturity.opened": "Grading was opened",
    "maturity.packages_confirmed": "The work breakdown was confirmed with %(count)s packages",
    "maturity.accepted": "Evidence was accepted: %(place_label)s, level %(level)s",
    "maturity.not_accepted": "Evidence was not accepted: %(place_label)s, level %(level)s: %(reason)s",
    "maturity.site_visited": "A site visit was recorded: %(place)s",
    "maturity.figures_entered": "Money figures of level %(level)s were entered",
    "maturity.confirmed": "Level %(level)s was confirmed",
}
