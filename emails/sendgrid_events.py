"""What SendGrid tells of mails it was handed, read from the body of its Event Webhook. Pure."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

Kind = Literal[
    "processed", "deferred", "delivered", "opened", "clicked", "bounced", "blocked", "dropped", "complained",
    "unsubscribed", "resubscribed",
]  # fmt: skip
Verdict = Literal["", "bounced", "complained", "unsubscribed"]

KINDS: Mapping[str, Kind] = {
    "processed": "processed", "deferred": "deferred", "delivered": "delivered", "open": "opened", "click": "clicked",
    "bounce": "bounced", "dropped": "dropped", "spamreport": "complained", "unsubscribe": "unsubscribed",
    "group_unsubscribe": "unsubscribed", "group_resubscribe": "resubscribed",
}  # fmt: skip
VERDICTS: Mapping[Kind, Verdict] = {
    "bounced": "bounced", "complained": "complained", "unsubscribed": "unsubscribed",
}  # fmt: skip
# Why SendGrid did not even try, as it words it: what it knows of the address, we want to know as well.
DROPS: tuple[tuple[str, Verdict], ...] = (
    ("spam report", "complained"), ("unsubscrib", "unsubscribed"), ("bounced address", "bounced"),
)  # fmt: skip
INVALID = ("invalid", "invalid address", "invalid email address")

LONGEST_ID, LONGEST_KEY, LONGEST_ADDRESS, LONGEST_DETAIL = 100, 100, 320, 500


class UnreadableError(ValueError):
    """The body is no list of events; the message says why."""


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One event: `id` is the provider's own name for it, `key` the send key (empty: it is no mail of ours).

    `at` is when it happened (None: not told). `verdict` is what it says of the address for good.
    """

    id: str
    kind: Kind
    key: str
    email: str
    at: datetime | None
    detail: str
    verdict: Verdict = ""


def read_events(body: bytes) -> list[MailEvent]:
    """Answer the events of a body; what is no event, or of a kind that tells nothing, is left out.

    Raises UnreadableError for a body that is no list in JSON.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is no JSON that can be read: {error}") from None
    if not isinstance(told, list):
        raise UnreadableError("it is no list of events")
    return [event for one in told if isinstance(one, dict) and (event := _event(one))]


def _event(told: Mapping[str, Any]) -> MailEvent | None:
    name = told.get("event")
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        return None
    if kind == "bounced" and _text(told, "type", 20).lower() == "blocked":
        kind = "blocked"
    email = _text(told, "email", LONGEST_ADDRESS + 1).lower()
    email = "" if len(email) > LONGEST_ADDRESS else email
    reason = _text(told, "reason", 4 * LONGEST_DETAIL) or _text(told, "response", 4 * LONGEST_DETAIL)
    return MailEvent(
        id=_id(told),
        kind=kind,
        key=_text(told, "send_key", LONGEST_KEY),
        email=email,
        at=_moment(told.get("timestamp")),
        detail=_impersonal(reason, email)[:LONGEST_DETAIL],
        verdict=_of_drop(reason) if kind == "dropped" else VERDICTS.get(kind, ""),
    )


def _of_drop(reason: str) -> Verdict:
    said = reason.lower()
    if said in INVALID:
        return "bounced"
    return next((verdict for words, verdict in DROPS if words in said), "")


def _id(told: Mapping[str, Any]) -> str:
    """Answer SendGrid's id; of one that is missing or too long, a name made of it, the same however often it comes."""
    name = told.get("sg_event_id")
    if isinstance(name, str) and name and len(name) <= LONGEST_ID and name.isprintable():
        return name
    said = name if isinstance(name, str) and name else json.dumps(told, sort_keys=True)
    return f"sha256:{hashlib.sha256(said.encode(errors='surrogatepass')).hexdigest()}"


def _text(told: Mapping[str, Any], name: str, longest: int) -> str:
    """Answer a text that any database takes, cut short; whatever is no text is none."""
    value = told.get(name)
    if not isinstance(value, str):
        return ""
    return "".join(letter if letter.isprintable() else " " for letter in value[:longest]).strip()


def _impersonal(words: str, email: str) -> str:
    """Answer the provider's words without the address, which must not end up where nobody would look for it."""
    return re.sub(re.escape(email), "the address", words, flags=re.IGNORECASE) if "@" in email else words


def _moment(told: object) -> datetime | None:
    if not isinstance(told, int | float) or isinstance(told, bool):
        return None
    try:
        return datetime.fromtimestamp(told, UTC)
    except (ValueError, OverflowError, OSError):
        return None
