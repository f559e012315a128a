"""The fate of a customer: everything that becomes of them in a year and more, besides their days of work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from console.demo.chronicle import Chronicle, Span
from console.demo.comings import come_and_go
from console.demo.contract import grow, leave, sign
from console.demo.customer import Change, Happening
from console.demo.voices import LARGE, speak
from console.demo.words import RELEASE

ROLL_OUT = 4  # days


@dataclass(frozen=True, slots=True)
class Fate:
    """What is in store: the terms of the first day, what changes, what happens, and when they are not customers.

    `gone` and `back` are when they leave and return (none: they do not), `absent` when one of their people stays away.
    """

    terms: Mapping[str, object]
    changes: tuple[Change, ...]
    happenings: tuple[Happening, ...]
    gone: datetime | None = None
    back: datetime | None = None
    absent: Mapping[str, Span] = field(default_factory=dict)


def draw(life: Chronicle) -> Fate:
    """Answer the fate of a customer."""
    terms = sign(life)
    speak(life)
    come_and_go(life)
    if life.kind.fate == "grows":
        grow(life)
    if life.kind.leaves and not life.recovers:
        leave(life)
    if life.kind.seats[0] < LARGE:
        life.has(max(1, (RELEASE - life.born).days + life.random.randrange(ROLL_OUT)), timeline_released=True)
    gone = min((change.at for change in life.changes if change.columns.get("churned_at")), default=None)
    back = next((change.at for change in life.changes if "churned_at" in change.columns and _returns(change)), None)
    return Fate(
        terms,
        tuple(change for change in _in_order(life) if _stands(change, gone, back)),
        tuple(happening for happening in life.happenings if not _absent(happening.at, gone, back)),
        gone,
        back if gone and back and back > gone else None,
        life.absent,
    )


def _in_order(life: Chronicle) -> list[Change]:
    return sorted(life.changes, key=lambda change: change.at)


def _returns(change: Change) -> bool:
    return change.columns["churned_at"] is None


def _absent(at: datetime, gone: datetime | None, back: datetime | None) -> bool:
    return gone is not None and at >= gone and (back is None or at < back)


def _stands(change: Change, gone: datetime | None, back: datetime | None) -> bool:
    """Nothing changes while they are away; who left once does not leave again."""
    if change.columns.get("churned_at"):
        return change.at == gone
    return not _absent(change.at, gone, back)
