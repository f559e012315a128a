"""What people can choose: the topics of the mails in force, in the words of the brand."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from console.preferences.wishes import Topic
from console.surveys.brand import PLACE
from emails.look import read_look
from emails.page import Page
from journeys.addressee import is_expected
from models.archive import text_in_force
from workers.editions import Edition


def topics_in_force(connection: Connection, edition: Edition | None, linked: str) -> tuple[Topic, ...]:
    """Answer the topics of the brand in its order, and that of the link somebody followed if it is none of them.

    A mail of years ago leads here, too: its topic may be over by now.
    """
    look = _look(connection)
    named: Mapping[str, str] = look.get("topics", {})
    words: Mapping[str, Mapping[str, str]] = look.get("preferences", {})
    expected = {*_expected(edition)} if edition else set()
    found = [_topic(name, words.get(name, {}), name in expected) for name in named]
    return (*found, *(() if linked in named else (Topic(linked, _title(linked), over=bool(named)),)))


def _look(connection: Connection) -> Mapping[str, Any]:
    text = text_in_force(connection, PLACE)
    return (read_look(Page(PLACE, text)) or {}) if text else {}


def _topic(name: str, words: Mapping[str, str], expected: bool) -> Topic:
    return Topic(name, words.get("title") or _title(name), words.get("about", ""), expected)


def _title(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _expected(edition: Edition) -> Iterator[str]:
    """Answer the topics about which nothing is said to win anybody."""
    journeys, commercial = edition.book.journeys.values(), set()
    topics: set[str] = set()
    for name, mail in edition.library.items():
        topics.add(mail.topic)
        commercial |= set() if is_expected(name, journeys) else {mail.topic}
    yield from topics - commercial
