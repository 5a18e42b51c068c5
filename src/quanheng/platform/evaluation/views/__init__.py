"""The pages of an evaluation, by the part of the work they belong to."""
