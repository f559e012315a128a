"""What becomes of many mails, as SendGrid tells it: thrice, in disorder, a day late, with forgeries among it. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.sendgrid import event

COPIES = 3
LATE = timedelta(hours=24)
BATCH = 100
FORGED = 0.01
FORGERIES = ("another key", "the old key", "another body", "another moment", "no signature")
# Of a thousand mails: what else became of them than that they arrived. Fewer than would stop all commercial mail.
ENDS = (("bounce", 30), ("blocked", 40), ("dropped", 10), ("deferred", 50), ("nothing", 10))
AFTER = (("open", 300), ("click", 50), ("spamreport", 1), ("unsubscribe", 5))
DROPS = ("Spam Content", "Bounced Address", "Invalid", "Unsubscribed Address")
ONE_OF_A_PERSONS = 2  # the number of the mail that may be dropped: about two, a human is asked only about the first


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail by its send key, the `number`th to that address; the provider took it at that moment."""

    key: str
    email: str
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """Events that are told together at a moment; `forged` names what is wrong with them."""

    moment: datetime
    events: Sequence[Mapping[str, Any]]
    forged: str = ""

    @property
    def body(self) -> bytes:
        """Answer it as it travels."""
        return json.dumps(self.events).encode()


def becomes_of(mails: Sequence[Mail], chance: Random) -> list[dict[str, Any]]:
    """Answer the events of these mails, each once, in the order in which they happened."""
    unlucky = {mail.email for mail in mails if chance.random() < 0.01}  # whose mailboxes are full for weeks
    told = [one for mail in mails for one in _course(mail, chance, mail.email in unlucky)]
    return sorted(told, key=lambda one: (one["timestamp"], str(one["sg_event_id"])))


def _course(mail: Mail, chance: Random, unlucky: bool) -> Iterator[dict[str, Any]]:
    def told(name: str, seconds: int, **more: Any) -> dict[str, Any]:
        at = int(mail.at.timestamp()) + seconds
        return event(name, mail.key, email=mail.email, timestamp=at, **more)

    end = "blocked" if unlucky else _one_of(ENDS, chance)
    if end == "nothing":
        return
    if end == "dropped" and mail.number == ONE_OF_A_PERSONS:
        yield told("dropped", 1, reason=chance.choice(DROPS))
        return
    yield told("processed", 1)
    if end == "bounce":
        yield told("bounce", 5, type="bounce", reason="550 5.1.1 no such user")
    elif end == "blocked":
        yield told("bounce", 5, type="blocked", reason="421 try again later")
    else:
        yield from (told(name, seconds) for name, seconds in _arrived(end == "deferred", chance))


def _arrived(deferred: bool, chance: Random) -> Iterator[tuple[str, int]]:
    """Answer what is told of a mail that arrived, and after how many seconds."""
    if deferred:
        yield "deferred", 5
    yield "delivered", 60
    for place, (name, share) in enumerate(AFTER):
        if chance.randrange(1000) < share:
            yield name, 600 * (place + 1)


def _one_of(shares: Sequence[tuple[str, int]], chance: Random) -> str:
    left = chance.randrange(1000)
    for name, share in shares:
        left -= share
        if left < 0:
            return name
    return "delivered"


def posts_of(events: Sequence[Mapping[str, Any]], chance: Random, batch: int = BATCH) -> list[Post]:
    """Answer how they are told: each three times, each time anything up to a day late, and forgeries among them."""
    copies = [
        (datetime.fromtimestamp(one["timestamp"]).astimezone() + LATE * chance.random(), number, one)
        for one in events
        for number in range(COPIES)
    ]
    chance.shuffle(copies)
    copies.sort(key=lambda copy: copy[0])
    parts = [copies[at : at + batch] for at in range(0, len(copies), batch)]
    genuine = [Post(part[-1][0], _shuffled([one for _, _, one in part], chance)) for part in parts]
    return sorted([*genuine, *_forgeries(genuine, chance)], key=lambda post: post.moment)


def _shuffled(events: list[Mapping[str, Any]], chance: Random) -> list[Mapping[str, Any]]:
    return chance.sample(events, len(events))


def _forgeries(genuine: Sequence[Post], chance: Random) -> Iterator[Post]:
    """Answer what would do harm if anybody believed it: everybody complains, and nobody's mail was taken."""
    for number in range(max(2 * len(FORGERIES), round(len(genuine) * FORGED))):
        post, name = chance.choice(genuine), chance.choice(("spamreport", "dropped", "bounce", "unsubscribe"))
        lies = [
            {**one, "event": name, "sg_event_id": f"forged-{number}-{place}"} for place, one in enumerate(post.events)
        ]
        yield Post(post.moment, lies, FORGERIES[number % len(FORGERIES)])
