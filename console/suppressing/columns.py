"""What the columns of an exported list mean, by the names that SendGrid and others give them. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

ADDRESS = ("email", "email address", "e-mail", "e-mail address", "address", "recipient", "emailaddress", "mail")
MOMENT = (
    "created", "created at", "date", "timestamp", "time", "event time", "unsubscribed at", "unsubscribe time",
    "unsub time", "clean time", "createdat", "suppressed at",
)  # fmt: skip
KIND = ("suppression reason", "suppressionreason", "suppression type", "list", "type", "event", "kind")
GROUP = ("group name", "group", "asm group", "unsubscribe group", "group id", "topic")
# What others call our reasons: the word alone, or at the beginning of what they say.
WORDS = (
    ("spam", "complained"), ("complain", "complained"), ("abuse", "complained"), ("invalid", "invalid"),
    ("soft", "soft-bounced"), ("block", "blocked"), ("hard", "bounced"), ("bounce", "bounced"), ("cleaned", "bounced"),
    ("unsub", "unsubscribed"), ("optout", "unsubscribed"), ("globalunsub", "unsubscribed"),
    ("groupunsub", "unsubscribed"), ("manual", "manual"), ("asked", "asked"), ("imported", "imported"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row the address stands, when it was, why, and for which group of mails; none: nowhere."""

    address: int
    moment: int | None
    kind: int | None
    group: int | None


def read_columns(names: Sequence[str]) -> Columns:
    """Answer what the columns mean. Raises ValueError if none holds addresses, or if these are no names of columns."""
    plain = [" ".join(re.split(r"[\s_]+", name.strip().lower())) for name in names]
    found = {word: next((plain.index(one) for one in known if one in plain), None) for word, known in _KNOWN.items()}
    address = found["address"]
    if address is None:
        if any("@" in name for name in names):
            raise ValueError("its first line names no columns: write a line above it, such as: email")
        raise ValueError(f"no column is called email or the like: there are {', '.join(names)}")
    return Columns(address, found["moment"], found["kind"], found["group"])


def reason_in(said: str) -> str:
    """Answer the reason that a word of another program, or the name of its file, means; empty: it says none."""
    plain = re.sub(r"[^a-z]", "", said.lower().replace("suppression", ""))
    return next((reason for word, reason in WORDS if plain.startswith(word)), "")


def reason_of_file(stem: str) -> str:
    """Answer the reason that the name of a file tells: `suppression_bounces-2026`; empty: it tells none."""
    found = {reason for word in re.split(r"[^a-z]+", stem.lower()) if (reason := reason_in(word))}
    return found.pop() if len(found) == 1 else ""


def moment_in(said: str) -> datetime | None:
    """Answer the moment that a cell tells: seconds since 1970, or a date (without a zone: UTC); none: it tells none."""
    text = said.strip()
    try:
        if re.fullmatch(r"\d{9,10}(\.\d+)?", text):
            return datetime.fromtimestamp(float(text), UTC)
        told = datetime.fromisoformat(text.removesuffix(" UTC"))
    except (ValueError, OverflowError):
        return None
    return told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)


_KNOWN: Mapping[str, tuple[str, ...]] = {"address": ADDRESS, "moment": MOMENT, "kind": KIND, "group": GROUP}
