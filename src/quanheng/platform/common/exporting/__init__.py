"""Tables that leave the platform as XLSX or CSV: typed values, and text that no program takes for a formula."""
