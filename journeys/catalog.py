"""The catalog: everything that can be looked at, by dotted name, with its type and its meaning."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from math import inf

from journeys.account_fields import account_fields
from journeys.behavior import Behavior, Contact
from journeys.benchmark_fields import benchmark_fields
from journeys.certainty import Between, Unknown, Unsure
from journeys.contact_fields import contact_fields
from journeys.engagement_fields import engagement_fields
from journeys.feedback_fields import feedback_fields
from journeys.field import Field
from journeys.function import Function, functions
from journeys.handover_fields import handover_fields
from journeys.health_fields import health_fields
from journeys.leaving_fields import leaving_fields
from journeys.milestone_fields import milestone_fields
from journeys.mistakes import Mistakes
from journeys.needs import Need
from journeys.payment_fields import payment_fields
from journeys.people_fields import people_fields
from journeys.plan_fields import plan_fields
from journeys.product_fields import product_fields
from journeys.recipient_fields import recipient_fields
from journeys.signal_fields import risk_fields, signal_fields
from journeys.success import Program
from journeys.success_fields import checklist_fields, metric_fields
from journeys.support_fields import support_fields
from journeys.survey_fields import survey_fields
from journeys.task_fields import task_fields
from journeys.usage_fields import usage_fields
from journeys.value_fields import value_fields
from journeys.view import View, view_of
from journeys.words import Words

__all__ = ["Catalog", "Field", "Function", "context", "unknowns"]


class Catalog:
    """What can be looked at, given a program: `fields` and `functions` by dotted name."""

    def __init__(self, program: Program) -> None:
        """Build the fields and functions that `program` gives rise to."""
        self.program = program
        self.words = words_of(program)

    @property
    def fields(self) -> Mapping[str, Field]:
        """Every field by its dotted name."""
        return self.words.fields

    @property
    def functions(self) -> Mapping[str, Function]:
        """Every function by its name."""
        return self.words.functions

    def look(self, now: datetime, behavior: Behavior, contact: Contact | None = None) -> View:
        """Answer the view of the account, and of the `contact` whom something is said to, at `now`."""
        return view_of(now, behavior, contact)

    def value(self, now: datetime, behavior: Behavior, name: str) -> object:
        """Answer the value of the field `name` for the account at `now`; None if it is unknown."""
        return _told(self.fields[name].read(self.look(now, behavior)))

    def needs(self, names: Collection[str]) -> frozenset[Need]:
        """Answer what must be gathered to know the fields `names`; names that are no fields need nothing."""
        found = (self.fields[name].needs for name in names if name in self.fields)
        return frozenset[Need]().union(*found)


def words_of(program: Program, mistakes: Mistakes | None = None) -> Words:
    """Answer everything a condition may say, given `program`; what is wrong with its signals goes to `mistakes`."""
    fields = {field.name: field for field in _fields(program)}
    fields |= {field.name: field for field in benchmark_fields(program, fields)}
    words = Words(fields, functions(program.feeds), program.events, program.feeds)
    found = Mistakes() if mistakes is None else mistakes
    for signals in (program.signals, program.states):
        fields |= {field.name: field for field in [*signal_fields(signals, words, found)]}
        if signals and signals is program.signals:  # without any, there would be no risk whatever happens
            risks = [signal for signal in signals if signal.kind == "churn"]
            fields |= {field.name: field for field in risk_fields([*fields.values()], risks)}
    return words


def _fields(program: Program) -> Iterator[Field]:
    yield from account_fields(program)
    yield from contact_fields()
    yield from recipient_fields(program)
    yield from usage_fields(program)
    yield from milestone_fields(program)
    yield from checklist_fields(program)
    yield from metric_fields(program)
    yield from value_fields(program)
    yield from support_fields(program)
    yield from feedback_fields(program)
    yield from payment_fields(program)
    yield from engagement_fields(program)
    yield from leaving_fields(program)
    yield from people_fields()
    yield from handover_fields()
    yield from plan_fields(program)
    yield from task_fields()
    yield from product_fields(program)
    yield from survey_fields(program)
    yield from health_fields(program)


def context(
    now: datetime, catalog: Catalog, behavior: Behavior, contact: Contact | None, names: Collection[str]
) -> dict[str, object]:
    """Answer the fields `names` as a nested plain dict: what a mail template gets. An unknown value is None."""
    view, nested = view_of(now, behavior, contact), dict[str, object]()
    for name in names:
        group, _, last = name.partition(".")
        inner = nested.setdefault(group, {})
        if isinstance(inner, dict):
            inner[last] = _told(catalog.fields[name].read(view))
    return nested


def unknowns(
    now: datetime, catalog: Catalog, behavior: Behavior, contact: Contact | None, names: Collection[str]
) -> dict[str, str]:
    """Answer which of the fields `names` cannot be told now, with the reason: a mail that names them has to wait.

    An optional field that is merely absent is no reason to wait; one whose feed is silent is.
    """
    view, reasons = view_of(now, behavior, contact), dict[str, str]()
    for name in names:
        field = catalog.fields[name]
        value = field.read(view)
        if isinstance(value, Between) or (isinstance(value, Unknown) and not (field.optional and value.absent)):
            reasons[name] = value.because
    return reasons


def _told(value: object) -> object:
    """Answer the value as others may see it: what is unsure is None."""
    return None if isinstance(value, Unsure) or value == inf else value
