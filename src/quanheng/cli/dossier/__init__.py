"""A dossier folder: read, checked, computed and written, with no database and no account (H-5.2)."""
