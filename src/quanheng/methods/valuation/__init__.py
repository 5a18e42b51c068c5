"""What an achievement is worth: cost, income and market approaches, pooled opinions, reserve advice.

The package imports none of its modules, so that the exact methods never load a numerical library.
"""
