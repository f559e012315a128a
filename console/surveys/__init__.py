"""The pages of surveys, where people answer what a mail asked them."""
