"""The page on which people choose which mails they get."""
