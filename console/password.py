"""The password of the pages, once real customers' mail leaves this installation."""

import base64
import binascii
import hmac

from console.failures import CommandError
from workers.settings import Settings


def refuse_open_door(settings: Settings) -> None:
    """Raise CommandError if mails really leave and nothing guards the page that shows them."""
    if settings.sendgrid_api_key.get_secret_value() and not settings.console_password.get_secret_value():
        raise CommandError("SENDGRID_API_KEY is set, so the page needs a password: set TENURE_CONSOLE_PASSWORD")


def is_right(authorization: str | None, password: str) -> bool:
    """Answer whether the header (HTTP Basic, any user name) carries `password`; every answer takes the same time."""
    kind, _, value = (authorization or "").partition(" ")
    try:
        decoded = base64.b64decode(value, validate=True) if kind.lower() == "basic" else b""
    except binascii.Error:
        decoded = b""
    return hmac.compare_digest(decoded.partition(b":")[2], password.encode())
