"""Tables in and out: CSV, spreadsheets, the wide table of a standard, its change log. Pure."""
