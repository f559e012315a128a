"""The vocabulary of a journey: every name it may use, and whether a name is known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast

from journeys.catalog import Catalog
from journeys.conditions import Condition, compile_condition
from journeys.counting import happened
from journeys.document import Scalar, Table
from journeys.mistakes import did_you_mean, one_of
from journeys.playbook import Playbook
from journeys.program import Program
from journeys.reserved import RESERVED
from journeys.section import Section
from journeys.start import EventStart, Start, TraitStart

SHOWN = {"email": "a mail", "in_app": "a prompt inside the product"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the program, the mails and the playbooks offer; None: not known yet, so no name of that kind is judged.

    A playbook that is None is known by name alone. Templates may say by name how they are shown (email, in_app).
    """

    program: Program | None
    catalog: Catalog | None
    templates: Collection[str] | None
    playbooks: Mapping[str, Playbook | None]

    @property
    def recipients(self) -> Mapping[str, tuple[str, ...]]:
        """The chains of roles, by name."""
        return self.program.recipients if self.program else {}

    @property
    def moments(self) -> Collection[str]:
        """The fields that hold a moment."""
        fields = self.catalog.fields if self.catalog else {}
        return [name for name, field in fields.items() if field.type == "moment"]

    def silencers(self, journey: str) -> frozenset[str]:
        """The playbooks whose open tasks silence this journey; one known by name alone silences every journey."""
        silencing = (name for name, one in self.playbooks.items() if one is None or one.silences_journey(journey))
        return frozenset(silencing)

    def condition(self, section: Section, key: str) -> Condition | None:
        """The condition under `key`, compiled; None if there is none, or if it has mistakes."""
        value = section.value(key)
        if value is None and key in section.keys:
            section.mistake(key, f"{key} says nothing: write a condition behind it, or remove it")
        if value is None or self.catalog is None:
            return None
        if not isinstance(value, Scalar):
            section.mistake(key, f"{key} must be a condition on one line")
            return None
        try:
            return compile_condition(value.text, self.catalog, value.place)
        except ExceptionGroup as group:
            section.mistakes.include(group)
            return None

    def template(self, section: Section, key: str) -> str:
        """The name of a template that is shown the way `key` says: email or in_app."""
        name = _known(section, key, "template", self.templates)
        shown = self.templates.get(name) if isinstance(self.templates, Mapping) else key
        if shown in SHOWN and shown != key:
            section.mistake(key, f'"{name}" is not written as {SHOWN[key]} but as {SHOWN[shown]}: say {shown}: {name}')
        return name

    def playbook(self, section: Section, key: str) -> str:
        """The name of a playbook."""
        return _known(section, key, "playbook", self.playbooks)

    def chain(self, section: Section, key: str, default: str) -> str:
        """The name of a chain of recipients."""
        return _known(section, key, "recipient", self.recipients if self.program else None, default)

    def start(self, section: Section, key: str) -> Start:
        """What a journey begins with: the name of a trait that holds a moment, or `{event: payment failed}`."""
        if not isinstance(section.value(key), Table):
            return TraitStart(_known(section, key, "moment", self.moments if self.catalog else None))
        inner = cast(Section, section.section(key))
        event = inner.text("event")
        inner.close()
        if event and self.catalog and not self.catalog.words.is_event(event) and event not in RESERVED:
            known = {*self.catalog.words.events, *RESERVED}
            hint = did_you_mean(event, known) or ": every event stands under its feed in program.yaml"
            inner.mistake("event", f'no feed brings an event "{event}"{hint}')
        return EventStart(event, happened(event, self.program.feeds if self.program else ()))


def _known(section: Section, key: str, kind: str, known: Collection[str] | None, default: str | None = None) -> str:
    name = section.text(key, default)
    if name and known is not None and name not in known and name != default:
        hint = did_you_mean(name, known) or (
            f"; there are: {one_of(sorted(known))}" if known else "; there is none yet"
        )
        section.mistake(key, f'there is no {kind} "{name}"{hint}')
    return name
