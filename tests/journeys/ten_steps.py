"""The ten steps of the journey, in their order (the sixth and seventh, and the halves of the ninth, have a call each)."""

from journeys.steps import (
    bidding,
    closing,
    commissioning,
    drawing,
    grading,
    listing,
    marking,
    registering,
    reporting,
    showing,
    valuing,
)

STEPS = (
    registering.register,
    commissioning.commission,
    grading.grade,
    drawing.draw_panel,
    marking.mark,
    valuing.see_result,
    valuing.value,
    reporting.report,
    listing.sell,
    bidding.bid,
    closing.close,
    showing.show,
)
