"""Pages of the valuation room."""
