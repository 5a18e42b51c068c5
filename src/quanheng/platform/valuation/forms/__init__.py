"""What people type into a valuation: figures, facts, opinions."""
