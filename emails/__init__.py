"""What we say: mails from template to message, and the doors they leave by."""
