"""Messages inside the product: the door at which it asks for them, and the script that shows them."""
