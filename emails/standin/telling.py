"""What the stand-in tells of the mails it took: SendGrid's events, made of its ledger, and how it tells them. Pure."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from emails.standin.ledger import Entry

Event = Mapping[str, Any]


class Telling(BaseModel):
    """How to tell: to which address, each event how often, in which order, and what becomes of whom.

    The patterns (regular expressions) say of which addresses mails bounce, are turned away for now, are dropped, called
    spam, or unsubscribed from; any other mail is delivered. `forged` is the share of further posts that are none of
    ours. `every` so many seconds all that is `late` seconds old is told; without it, only when asked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(pattern="^https?://")
    copies: int = Field(1, ge=1, le=50)
    shuffled: bool = False
    seed: int = 0
    batch: int = Field(100, ge=1)
    forged: float = Field(0.0, ge=0, le=1)
    every: float | None = Field(None, gt=0)
    late: float = Field(0.0, ge=0)
    bounced: str = ""
    blocked: str = ""
    dropped: str = ""
    complained: str = ""
    unsubscribed: str = ""
    clicked: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One post: the events in it, and whether it is a forgery, signed by somebody else."""

    events: Sequence[Event]
    forged: bool = False

    @property
    def body(self) -> bytes:
        """Answer it as it travels."""
        return json.dumps(self.events).encode()


def events_of(entry: Entry, number: int, telling: Telling) -> list[dict[str, Any]]:
    """Answer the events of the `number`th mail that was taken."""
    return [_event(entry, number, name, more) for name, more in _course(entry["to"], telling)]


def posts(owed: Sequence[Event], telling: Telling) -> list[Post]:
    """Answer how all of that is told: copied, shuffled, a few at a time, forgeries among them."""
    chance = random.Random(telling.seed)  # noqa: S311  (a script, no secret)
    events = [event for event in owed for _ in range(telling.copies)]
    if telling.shuffled:
        chance.shuffle(events)
    genuine = [Post(events[at : at + telling.batch]) for at in range(0, len(events), telling.batch)]
    if not telling.forged or not genuine:
        return genuine
    forgeries = [_forgery(chance.choice(owed), n) for n in range(max(1, round(len(genuine) * telling.forged)))]
    return chance.sample([*genuine, *forgeries], len(genuine) + len(forgeries)) if telling.shuffled else (
        [*genuine, *forgeries]
    )  # fmt: skip


def _course(to: str, telling: Telling) -> Iterator[tuple[str, dict[str, str]]]:
    if _is(telling.dropped, to):
        yield "dropped", {"reason": "Spam Content"}
        return
    yield "processed", {}
    if _is(telling.bounced, to):
        yield "bounce", {"type": "bounce", "reason": f"550 5.1.1 <{to}>: no such user", "status": "5.1.1"}
        return
    if _is(telling.blocked, to):
        yield "bounce", {"type": "blocked", "reason": "421 try again later", "status": "4.2.1"}
        return
    yield "delivered", {"response": "250 OK"}
    for name, pattern in (
        ("click", telling.clicked), ("spamreport", telling.complained), ("unsubscribe", telling.unsubscribed),
    ):  # fmt: skip
        if _is(pattern, to):
            yield name, {}


def _is(pattern: str, to: str) -> bool:
    return bool(pattern) and re.search(pattern, to) is not None


def _event(entry: Entry, number: int, name: str, more: Mapping[str, str]) -> dict[str, Any]:
    told = f"{entry['send_key']}|{entry['to']}|{number}|{name}"
    return {
        "email": entry["to"], "timestamp": int(entry["time"]), "event": name, "category": entry["categories"],
        "sg_event_id": hashlib.sha256(told.encode()).hexdigest()[:48], "send_key": entry["send_key"], **more,
    }  # fmt: skip


def _forgery(event: Event, number: int) -> Post:
    """Answer what would do harm if anybody believed it."""
    return Post([{**event, "event": "spamreport", "sg_event_id": f"forged-{number}"}], forged=True)
