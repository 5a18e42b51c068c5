"""The pages of the expert room."""
