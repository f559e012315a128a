"""Who may see the pages: whoever has the password, or, where none is set, whoever sits at this machine."""

import ipaddress
from collections.abc import Callable

from fastapi import HTTPException, Request

from console.password import is_right
from workers.settings import Settings

ASK = {"WWW-Authenticate": 'Basic realm="Tenure", charset="UTF-8"'}
UNGUARDED = "Mails really leave this installation, so this page needs a password: set TENURE_CONSOLE_PASSWORD."
FOREIGN = (
    "Without a password this page answers on this machine only: set TENURE_CONSOLE_PASSWORD to see it from others."
)


def guard(settings: Settings) -> Callable[[Request], None]:
    """Answer the dependency that lets a request in or raises HTTPException.

    The name in the Host header is looked at, so that no foreign page can reach ours by a name that points here.
    """
    password = settings.console_password.get_secret_value()
    real_mail = bool(settings.sendgrid_api_key.get_secret_value())

    def let_in(request: Request) -> None:
        if password:
            if not is_right(request.headers.get("Authorization"), password):
                raise HTTPException(401, "This page needs the password.", ASK)
        elif real_mail:
            raise HTTPException(503, UNGUARDED)
        elif not is_loopback(request.url.hostname or ""):
            raise HTTPException(403, FOREIGN)

    return let_in


def is_loopback(host: str) -> bool:
    """Answer whether a host name means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
