"""Links to surveys: signed, for what was said to one person, and valid for ever. Following one answers nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from emails.signing import seal, unseal

PURPOSE = "survey"
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is asked what: the survey, and the send key of the mail or message that leads to it, which names nobody."""

    survey: str
    key: str


def sign(invitation: Invitation, secret: str) -> str:
    """Answer the token that stands for an invitation in a URL: always the same one."""
    return seal(PURPOSE, [invitation.survey, invitation.key], secret)


def verify(token: str, secret: str) -> Invitation | None:
    """Answer what a token stands for, or None if we did not sign it."""
    values = unseal(PURPOSE, token, secret)
    return Invitation(str(values[0]), str(values[1])) if values else None


def link(public_url: str, token: str, chosen: Mapping[str, str] = NOTHING) -> str:
    """Answer the address that a recipient follows; `chosen` is filled in already, and is theirs to change."""
    query = f"?{urlencode(chosen)}" if chosen else ""
    return f"{public_url.rstrip('/')}/surveys/{token}{query}"
