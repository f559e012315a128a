"""What has to be written, and taken back, for somebody to get exactly the mails they chose. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from models.permission import Entry, why_not
from models.reasons import ANY, OWN, SPARING


@dataclass(frozen=True, slots=True)
class Topic:
    """What mails can be about, in the words people read.

    `expected`: its mails belong to the contract itself, and come unless this very topic is ended. `over`: no mail is
    about it any more.
    """

    name: str
    title: str
    about: str = ""
    expected: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """The topics to end (`*`: whatever is said to win somebody), and what of the person's own to take back."""

    stop: frozenset[str] = frozenset()
    allow: frozenset[tuple[str, str]] = frozenset()


def gets(topic: Topic, entries: Iterable[Entry]) -> bool:
    """Answer whether mails about the topic go to whom these entries speak of."""
    return not why_not(entries, topic.name, commercial=not topic.expected)


def barred(entries: Iterable[Entry]) -> str:
    """Answer the reason, if there is one that ends every mail and that the person cannot take back here."""
    hard = [one for one in entries if one.topic == ANY and one.reason not in OWN]
    return why_not(hard).partition(" on ")[0]


def chosen(topics: Collection[Topic], wanted: Collection[str], entries: Iterable[Entry]) -> Change:
    """Answer what is to be changed so that of these topics the `wanted` ones are got, and no other.

    Whoever wants none of what is said to win them ends all of that, whatever topics come later.
    """
    own = {(one.topic, one.reason) for one in entries if one.reason in OWN}
    stop = {topic.name for topic in topics if topic.name not in wanted}
    if not any(topic.name in wanted for topic in topics if not topic.expected):
        stop.add(ANY)
    expected = any(topic.name in wanted for topic in topics if topic.expected)
    allow = {(topic, reason) for topic, reason in own if _is_over(topic, reason, stop, wanted, expected=expected)}
    return Change(frozenset(stop - {topic for topic, _ in own - allow}), frozenset(allow))


def _is_over(topic: str, reason: str, stop: Collection[str], wanted: Collection[str], *, expected: bool) -> bool:
    if topic != ANY:
        return topic in wanted
    return ANY not in stop or (expected and reason not in SPARING)
