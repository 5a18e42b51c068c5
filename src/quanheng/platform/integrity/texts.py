"""The sentences that people sign, with their version. English ids; the Chinese text is what is signed."""

VERSION = "2026-1"

TEXTS = {
    "truth": (
        "We answer for the truth of the achievement and of its evidence, and will not lobby, interfere with or influence the evaluation."
    ),
    "no_classified": "Nothing that is handed in contains state secrets or other classified content.",
    "avoidance": "I have no conflict of interest in this case beyond what I have declared, and will declare at once any that arises.",
    "confidentiality": "I keep secret what I learn in this case, the materials, the marks and the other experts included.",
}
