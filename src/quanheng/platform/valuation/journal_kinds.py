"""The sentences of a valuation's entries; none carries a value that others must not read yet."""

from django.utils.translation import gettext_noop

KINDS = {
    "valuation.opened": gettext_noop("Valuation opened at level %(level)s"),
    "valuation.basis_saved": gettext_noop("Basis of the valuation saved"),
    "valuation.methods_saved": gettext_noop("Methods and weights saved"),
    "valuation.disclosures_saved": gettext_noop("Disclosures saved"),
    "valuation.locked": gettext_noop(
        "Basis, methods and weights locked; %(count)s experts were asked for an opinion"
    ),
    "valuation.params_saved": gettext_noop("Figures saved: %(method_label)s"),
    "valuation.sources_completed": gettext_noop("Sources completed: %(method_label)s"),
    "valuation.run": gettext_noop("Run kept: %(method_label)s (%(fingerprint)s)"),
    "valuation.family_explained": gettext_noop("Reason recorded for a missing method: %(family_label)s"),
    "valuation.opinion_submitted": gettext_noop("Opinion of value sealed"),
    "valuation.opinions_opened": gettext_noop("%(count)s opinions opened at once"),
    "valuation.outlier_ruled": gettext_noop("Ruling on the opinion of %(code)s: %(decision_label)s"),
    "valuation.reconciled": gettext_noop("Methods reconciled by their preset weights"),
    "valuation.signed": gettext_noop("Valuation signed"),
    "valuation.skip_proposed": gettext_noop("Skipping the valuation proposed: %(reason)s"),
    "valuation.skipped": gettext_noop("Valuation skipped by two persons: %(reason)s"),
}
