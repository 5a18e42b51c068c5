"""Pages of the weighting group."""
