"""The score sheet as a workbook (J5.3): taken home, filled in without a network, read back with a preview."""
