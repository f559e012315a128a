"""Lists of whom not to write to, as other programs export them."""
