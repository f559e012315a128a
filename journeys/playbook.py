"""A playbook: what a human does when the machine hands an account over."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal, cast

from journeys.catalog import Catalog
from journeys.conditions import Condition, compile_condition
from journeys.document import Scalar, read_document
from journeys.mistakes import Mistakes, did_you_mean
from journeys.section import Section

Priority = Literal["low", "medium", "high", "critical"]
CSM = "csm"  # the role whose tasks go to the person whom the account has for it
PRIORITIES = ("low", "medium", "high", "critical")
SEGMENT = "account.segment"
DUE = re.compile(r"(\d{1,3}) (business|working) days?")
LONGEST = 60  # business days: a task due later than that is no task


@dataclass(frozen=True, slots=True)
class Playbook:
    """What the task says: why it is there (`reason`), for whom, and what to do until when.

    `due_days` are business days; 0 is today. `owner` is the role the task goes to, `segments` the accounts it is meant
    for. `silences` are the journeys that hold while such a task is open; None: all of them but those it `spares`.
    `shows` are the fields whose values stand in the task. A task is done by itself as soon as `done_when` holds.
    `draft` is the mail that is written for the human when the task is opened; empty: none.
    """

    name: str
    title: str
    reason: str
    owner: str
    segments: tuple[str, ...]
    priority: Priority
    due_days: int
    message: str
    review: tuple[str, ...]
    steps: tuple[str, ...]
    escalation: str
    success: str
    follow_up: str
    silences: frozenset[str] | None = None
    spares: frozenset[str] = frozenset()
    shows: tuple[str, ...] = ()
    done_when: Condition | None = None
    draft: str = ""

    def silences_journey(self, name: str) -> bool:
        """Whether this journey holds while a task of this playbook is open."""
        return name not in self.spares if self.silences is None else name in self.silences


def read_playbook(
    text: str,
    path: str,
    journeys: Collection[str] | None = None,
    catalog: Catalog | None = None,
    templates: Collection[str] | None = None,
) -> Playbook:
    """The playbook that the file says; its name is the file's. Raises an ExceptionGroup of SyntaxErrors: all mistakes.

    `journeys` are the names that `silences` and `spares` may use, `catalog` has the fields of
    `shows` and `done_when`, `templates` are the mails that `draft` may name (by name how they are shown, if that is
    told); None: they are not judged.
    """
    mistakes = Mistakes()
    section = Section(read_document(text, path), mistakes, "the playbook")
    playbook = _playbook(PurePosixPath(path).stem, section, journeys, catalog, templates)
    section.close()
    mistakes.stop_if_any(f"{path} has mistakes")
    return playbook


def _playbook(
    name: str,
    section: Section,
    journeys: Collection[str] | None,
    catalog: Catalog | None,
    templates: Collection[str] | None,
) -> Playbook:
    silences = _silences(section, journeys)
    return Playbook(
        name=name,
        title=section.text("title"),
        reason=section.text("reason").strip(),
        owner=section.text("owner"),
        segments=_segments(section, catalog),
        priority=cast(Priority, section.choice("priority", PRIORITIES)),
        due_days=_due(section),
        message=section.text("message").strip(),
        review=_list(section, "review"),
        steps=_list(section, "steps"),
        escalation=section.text("escalation").strip(),
        success=section.text("success").strip(),
        follow_up=section.text("follow_up").strip(),
        silences=silences,
        spares=_spares(section, journeys, silences),
        shows=_shows(section, catalog),
        done_when=_done_when(section, catalog),
        draft=_draft(section, templates),
    )


def _list(section: Section, key: str) -> tuple[str, ...]:
    return tuple(text for text, _ in section.texts(key))


def _segments(section: Section, catalog: Catalog | None) -> tuple[str, ...]:
    """The names under `segments`; each must be that of a segment, where the program has any."""
    named = section.texts("segments")
    known = catalog.fields[SEGMENT].choices if catalog is not None and SEGMENT in catalog.fields else ()
    for name, place in named:
        if known and name not in known:
            section.mistakes.add(place, f'there is no segment "{name}"{did_you_mean(name, known)}')
    return tuple(name for name, _ in named)


def _due(section: Section) -> int:
    """The number in `due: 2 business days`; `today` is 0."""
    text = section.text("due")
    if text == "today":
        return 0
    found = DUE.fullmatch(text)
    if text and not (found and int(found[1]) <= LONGEST):
        section.mistake(
            "due", f'due is a number of business days up to {LONGEST}, such as "2 business days", or "today"'
        )
        return 0
    return int(found[1]) if found else 0


def _silences(section: Section, journeys: Collection[str] | None) -> frozenset[str] | None:
    names = _journeys(section, "silences", ("all",), journeys)
    return None if "all" in names else names


def _spares(section: Section, journeys: Collection[str] | None, silences: frozenset[str] | None) -> frozenset[str]:
    if "spares" in section and silences is not None:
        section.mistake("spares", "spares goes with `silences: all`: leave out of `silences` what is to go on")
    return _journeys(section, "spares", (), journeys)


def _journeys(section: Section, key: str, default: tuple[str, ...], journeys: Collection[str] | None) -> frozenset[str]:
    """The names under `key`; each must be that of a journey, or one of the default."""
    named = section.texts(key, default)
    for name, place in named:
        if journeys is not None and name not in (*journeys, *default):
            hint = did_you_mean(name, (*journeys, *default))
            section.mistakes.add(place, f'there is no journey "{name}"{hint}')
    return frozenset(name for name, _ in named)


def _shows(section: Section, catalog: Catalog | None) -> tuple[str, ...]:
    named = section.texts("shows", ())
    for name, place in named:
        if catalog is not None and name not in catalog.fields:
            section.mistakes.add(place, f'there is no field "{name}"{did_you_mean(name, catalog.fields)}')
    return tuple(name for name, _ in named)


def _done_when(section: Section, catalog: Catalog | None) -> Condition | None:
    value = section.value("done_when")
    if value is None and "done_when" in section.keys:
        section.mistake("done_when", "done_when says nothing: write a condition behind it, or remove it")
    if value is None or catalog is None:
        return None
    if not isinstance(value, Scalar):
        section.mistake("done_when", "done_when must be a condition on one line")
        return None
    try:
        return compile_condition(value.text, catalog, value.place)
    except ExceptionGroup as group:
        section.mistakes.include(group)
        return None


def _draft(section: Section, templates: Collection[str] | None) -> str:
    name = section.text("draft", "")
    if not name or templates is None:
        return name
    if name not in templates:
        section.mistake("draft", f'there is no mail "{name}"{did_you_mean(name, templates)}')
    elif isinstance(templates, Mapping) and templates[name] == "in_app":
        section.mistake("draft", f'"{name}" is shown inside the product: a draft is a mail, which a person can send')
    return name
