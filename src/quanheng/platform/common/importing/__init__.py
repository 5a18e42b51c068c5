"""Excel and CSV in: templates as data, every fault at once, nothing written before the reader confirms."""
