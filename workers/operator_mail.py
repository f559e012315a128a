"""The plain mail that tells an operator of an alarm: what happened, what it means, what to do."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from sqlalchemy import Row

from emails.message import Address, Content, Message
from workers.boot import App
from workers.editions import Edition
from workers.resting import steps_resting_on

SILENCE = "silence"  # the kind of alarm that is about a feed
TOPIC = "operations"
TO_DO = {
    "budget": (
        "Not one more mail of it leaves until somebody has looked; everything else goes on.",
        "tenure status names whom it would mail.",
        "If that is meant: tenure resume {}, and exactly those mails are let through.",
        "If it is not: tenure pause {}, mend the journey and publish it; what no longer fits is not sent.",
        "If it is to send as many every time, give it a budget of its own: a line `budget:` in its file.",
    ),
    "reputation": (
        "Payment and service mails go on leaving; no other does until somebody has looked.",
        "Look at the journeys that are named: an old list, addresses that nobody asked, a mail that nobody wants.",
        "When that is mended: tenure resume commercial. What bounced and complained until then counts no more.",
    ),
    "fuse": (
        "Nothing is looked at and nothing is sent until somebody has looked.",
        "Look at the clocks of all machines and of the database (timedatectl, chronyc tracking), and set them right.",
        "Then: tenure resume. What has grown too late meanwhile follows each step's own policy.",
    ),
    "host": (
        "Everybody else goes on. If every machine is like this, nothing is sent.",
        "Set its clock right (timedatectl, chronyc tracking), or the database's, if all machines disagree with it.",
        "There is nothing to start again: it goes on as soon as its clock is right.",
        "If the machine is gone for good: tenure resume, and nobody speaks of it any more.",
    ),
    "unaccounted": (
        "tenure status shows the day; tenure why ACCOUNT tells of a single account what was decided, and what not.",
        "Look whether clock and workers were at work all day, and into their logs.",
    ),
}
MOST = 12  # steps that are named one by one


def operator_mails(app: App, edition: Edition, alarm: Row[Any]) -> list[Message]:
    """Answer the mail about this alarm to each of the program's operators, under keys that say which alarm it is."""
    program = edition.book.program
    paragraphs = [*_silence(alarm, edition)] if alarm.kind == SILENCE else [*_other(alarm)]
    paragraphs.append(_closing(app))
    content = Content(f"Tenure: {alarm.because.partition(' (')[0]}", "", _html(paragraphs), _text(paragraphs))
    sender = Address(program.sender.email, f"Tenure for {program.product.name}")
    return [
        Message(
            f"alarm-{alarm.id}-{number}" if number > 1 else f"alarm-{alarm.id}", Address(to), sender, content, TOPIC
        )
        for number, to in enumerate(program.operators, 1)
    ]


Paragraph = str | list[str]  # a list is shown as one


def _silence(alarm: Row[Any], edition: Edition) -> Iterator[Paragraph]:
    yield f"{_sentence(alarm.because)}."
    yield (
        "A silent feed does not mean that customers are idle. Until it is back, Tenure takes what it would tell for "
        "unknown: nothing is concluded from it, and nobody is written to on the strength of it."
    )
    feed = next((feed for feed in edition.book.program.feeds if feed.name == alarm.subject), None)
    steps = [*steps_resting_on(feed, edition)] if feed else []
    if steps:
        yield "These steps look at what it tells, and hold as their time comes:"
        yield _shortened(steps)
    yield "Everything else goes on. A step that is held for longer than it may be late is skipped, as its journey says."
    yield "What to do:"
    yield [
        "Look whether the sender still sends, and whether its write key or its import still works.",
        "tenure feeds shows when each was last heard, what waits, what was refused, what comes by another name.",
        "If this is its usual rhythm, give it a longer silent_after in program.yaml; if it has none, write never.",
    ]
    yield "There is nothing to start again: once the feed is back and has settled, the steps that hold go on."


def _other(alarm: Row[Any]) -> Iterator[Paragraph]:
    yield f"{_sentence(alarm.because)}."
    if alarm.kind in TO_DO:
        yield "What to do:"
        yield [line.format(alarm.subject) for line in TO_DO[alarm.kind]]


def _shortened(steps: Sequence[str]) -> list[str]:
    rest = len(steps) - MOST
    return [*steps[:MOST], f"and {rest} more"] if rest > 0 else [*steps]


def _closing(app: App) -> str:
    return f"Tenure says this once, until it is over. How everything stands: {app.settings.public_url}/"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(paragraphs: Sequence[Paragraph]) -> str:
    return "\n\n".join(said if isinstance(said, str) else "\n".join(f"- {one}" for one in said) for said in paragraphs)


def _html(paragraphs: Sequence[Paragraph]) -> str:
    return f"<!doctype html><html><body>{''.join(map(_block, paragraphs))}</body></html>"


def _block(said: Paragraph) -> str:
    if isinstance(said, str):
        return f"<p>{escape(said)}</p>"
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in said)}</ul>"
