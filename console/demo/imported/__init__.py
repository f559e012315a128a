"""A book that somebody brings along: CSV files and a map, turned into a script, told day by day as it became known."""
