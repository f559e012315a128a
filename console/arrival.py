"""What became of mails after they left, as a person reads it beside the mail."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from console.evidence import moment
from models.story import AnyRow

# Machines open mails too, and look where links lead: so they are called.
WORDS: Mapping[str, str] = {
    "delivered": "delivered", "deferred": "put off by their server", "blocked": "turned away for the moment",
    "bounced": "came back", "dropped": "dropped by the provider", "opened": "opened, by somebody or a machine",
    "clicked": "a link followed, by somebody or a scanner", "complained": "called spam", "unsubscribed": "unsubscribed",
}  # fmt: skip
REASONED = ("deferred", "blocked", "bounced", "dropped")


def arrival_words(told: Sequence[AnyRow], zone: ZoneInfo) -> dict[int, str]:
    """Answer for each mail what was told of it, each kind once and when first; by the mail's id."""
    found: dict[int, list[str]] = {}
    for row in told:
        if row.kind in WORDS:
            why = f": {row.detail}" if row.detail and row.kind in REASONED else ""
            found.setdefault(row.touchpoint_id, []).append(f"{WORDS[row.kind]} {moment(row.at, zone)}{why}")
    return {mail: "; ".join(words) for mail, words in found.items()}
