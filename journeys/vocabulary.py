"""The vocabulary of a journey: every name it may use, and whether a name is known."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from journeys.awaiting import Awaited, ConditionAwaited, EventAwaited, came_since
from journeys.catalog import Catalog
from journeys.conditions import Condition, compile_condition
from journeys.document import Scalar
from journeys.field import Field
from journeys.manners import Manner, Taste
from journeys.mistakes import did_you_mean, is_slip, one_of
from journeys.needs import Said
from journeys.playbook import Playbook
from journeys.program import Program
from journeys.reserved import RESERVED
from journeys.section import Section

AWAITED = ("event", "when")
SHOWN = {"email": "a mail", "in_app": "a prompt inside the product"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the program, the mails and the playbooks offer; None: not known yet, so no name of that kind is judged.

    A playbook that is None is known by name alone. Templates may say by name how they are shown (email, in_app).
    `manners` are what their files say about when they may be said, `taste` the rules that these name.
    """

    program: Program | None
    catalog: Catalog | None
    templates: Collection[str] | None
    playbooks: Mapping[str, Playbook | None]
    manners: Mapping[str, Manner] = field(default_factory=dict)
    taste: Mapping[str, Taste] = field(default_factory=dict)

    @property
    def recipients(self) -> Mapping[str, tuple[str, ...]]:
        """The chains of roles, by name."""
        return self.program.recipients if self.program else {}

    @property
    def moments(self) -> Collection[str]:
        """The traits that hold a moment or a date."""
        fields = self.catalog.fields if self.catalog else {}
        dated = {name for name, field in fields.items() if field.type in ("moment", "date")}
        return sorted(name for name in dated if name.startswith("account."))

    def silencers(self, journey: str) -> frozenset[str]:
        """The playbooks whose open tasks silence this journey; one known by name alone silences every journey."""
        silencing = (name for name, one in self.playbooks.items() if one is None or one.silences_journey(journey))
        return frozenset(silencing)

    def condition(self, section: Section, key: str, *, to: str | None = None) -> Condition | None:
        """The condition under `key`, compiled; None if there is none, or if it has mistakes.

        That of a step may look at the person whom it would speak to, along the chain `to`.
        """
        value = section.value(key)
        if value is None and key in section.keys:
            section.mistake(key, f"{key} says nothing: write a condition behind it, or remove it")
        if value is None or self.catalog is None:
            return None
        if not isinstance(value, Scalar):
            section.mistake(key, f"{key} must be a condition on one line")
            return None
        try:
            found = compile_condition(value.text, self.catalog, value.place, of_step=to is not None)
        except ExceptionGroup as group:
            section.mistakes.include(group)
            return None
        if found.of_recipient and not to:
            section.mistake(key, "nobody is named whom the step would speak to: give it, or the journey, `to: admins`")
        self._judge_said(section, key, found)
        return found

    def _judge_said(self, section: Section, key: str, condition: Condition) -> None:
        for need in condition.needs:
            if isinstance(need, Said) and self.templates is not None and need.template not in self.templates:
                hint = did_you_mean(need.template, self.templates)
                section.mistake(key, f'there is no template "{need.template}"{hint}')

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

    def manner(self, template: str) -> tuple[tuple[Taste, ...], timedelta | None]:
        """The rules of taste that hold for a template, and how seldom it may be said."""
        manner = self.manners.get(template, Manner())
        return tuple(self.taste[name] for name in manner.taste if name in self.taste), manner.once_in

    def webhook(self, section: Section, key: str) -> str:
        """The name of another system that program.yaml knows."""
        return _known(section, key, "webhook", self.program.webhooks if self.program else None)

    def awaited(self, step: Section, to: str) -> Awaited | None:
        """What the step waits for: `{event: …, within: 2 days}` or `{when: …, within: 2 days}`; None: for nothing."""
        inner = step.section("wait_for", required=False)
        if inner is None:
            return None
        within = inner.duration("within")
        said = [key for key in AWAITED if key in inner]
        if len(said) > 1 or not (said or any(is_slip(key, AWAITED) for key in inner.keys if key != "within")):
            inner.mistakes.add(
                inner.place, "wait_for names one thing that may come: an `event`, or a condition, `when`"
            )
        event = self.event(inner, "event") if "event" in inner else ""
        when = self.condition(inner, "when", to=to)
        inner.close()
        if event:
            return EventAwaited(event, within, came_since(event, self.program.feeds if self.program else ()))
        return ConditionAwaited(when, within) if when else None

    def event(self, section: Section, key: str) -> str:
        """The name of an event that some feed brings, or that is reserved."""
        event = section.text(key)
        if event and self.catalog and not self.catalog.words.is_event(event) and event not in RESERVED:
            known = {*self.catalog.words.events, *RESERVED}
            hint = did_you_mean(event, known) or ": every event stands under its feed in program.yaml"
            section.mistake(key, f'no feed brings an event "{event}"{hint}')
        return event

    def chain(self, section: Section, key: str, default: str) -> str:
        """The name of a chain of recipients."""
        return _known(section, key, "recipient", self.recipients if self.program else None, default)

    def dated(self, section: Section, key: str, default: str | None = None) -> Field | None:
        """The field that holds a moment or a date; None if there is none such, or if it is not known yet."""
        name = _known(section, key, "moment or date", self.moments if self.catalog else None, default)
        return self.catalog.fields.get(name) if self.catalog else None


def _known(section: Section, key: str, kind: str, known: Collection[str] | None, default: str | None = None) -> str:
    name = section.text(key, default)
    if name and known is not None and name not in known and name != default:
        hint = did_you_mean(name, known) or (
            f"; there are: {one_of(sorted(known))}" if known else "; there is none yet"
        )
        section.mistake(key, f'there is no {kind} "{name}"{hint}')
    return name
