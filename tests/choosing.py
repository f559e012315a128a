"""Somebody who chooses their mails: an account, a contact, and a program with two topics and one of the contract."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from console.program_files import read_program
from console.web import web
from emails.unsubscribe import Subscription, sign
from models.tables import SUPPRESSION
from tests.integration.test_gap import ABOUT_OTHERS, journey
from tests.site import served
from tests.world import World

MAIL = "---\nsubject: A board\npreheader: Two minutes\ntopic: {}\n---\n# Hello\n\nA board is waiting.\n"
KEPT = ("onboarding", "news", "payment")


def program() -> dict[str, str]:
    """A program with mails about these topics: what is new, how to begin, and payments."""
    files = {path: text for path, text in read_program().items() if not path.startswith(ABOUT_OTHERS)}
    files |= {f"emails/templates/{topic}.md": MAIL.format(topic) for topic in KEPT}
    told = {
        "onboarding": journey("onboarding", 80, "onboarding"),
        "news": journey("news", 70, "news", day=3),
        "payment": journey("payment", 90, "payment", kind="payment"),
    }
    return files | {f"journeys/definitions/{name}.yaml": text for name, text in told.items()}


def link(world: World, topic: str = "onboarding", key: str = "acme-ada") -> str:
    """Answer the path to which a mail about `topic` leads this contact."""
    return f"/unsubscribe/{sign(Subscription(world.contact(key).id, topic), world.app.secret)}"


@contextmanager
def visiting(world: World) -> Iterator[httpx.Client]:
    """Lend a browser at the pages."""
    with served(web(world.app)) as client:
        yield client


def stopped(world: World) -> set[tuple[str, str]]:
    """Answer what stands against writing to anybody, by topic and reason."""
    return {(row.topic, row.reason) for row in world.rows(SUPPRESSION)}
