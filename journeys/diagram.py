"""Diagrams: a journey as a small graph in plain words, for whoever draws it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from journeys.awaiting import ConditionAwaited, EventAwaited
from journeys.catalog import Catalog
from journeys.conditions import Condition
from journeys.definition import Action, Choice, Email, Handoff, InApp, Journey, Late, Step, Webhook
from journeys.durations import in_words
from journeys.load import Book
from journeys.saying import said
from journeys.starting import beginning_in_words, repetition_in_words

FEW = 3  # names that can be listed
Channel = Literal["email", "in_app", "handoff", "webhook"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition: what it is for (`only if`), in words, and as it is written."""

    lead: str
    words: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One of the things that a stop may do, and in which case; without one, in every case."""

    channel: Channel
    name: str
    case: Clause | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A step: the clauses that let it happen, and the ways that it can take. `late`: if not as the journey says."""

    id: str
    day: int
    to: str
    clauses: tuple[Clause, ...]
    ways: tuple[Way, ...]
    late: str = ""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A journey, from what it starts with over its stops to its end, one after the other.

    `frame` is what holds for all of it: for whom, why one leaves, how late its steps may be, what silences it.
    """

    name: str
    title: str
    kind: str
    priority: int
    starts: str
    frame: tuple[Clause, ...]
    stops: tuple[Stop, ...]

    def told(self, lead: str) -> str:
        """Answer what the frame tells under a lead; nothing if it has no such clause."""
        return next((clause.words for clause in self.frame if clause.lead == lead), "")


def diagram(journey: Journey, book: Book) -> Diagram:
    """Answer the journey as a graph, its conditions in the words of the book's catalog."""
    catalog = book.catalog
    return Diagram(
        journey.name,
        journey.title,
        journey.kind,
        journey.priority,
        beginning_in_words(journey.starts, catalog),
        (*_frame(journey, catalog), Clause("Silenced by", silencers(journey.silenced_by, book.playbooks))),
        tuple(_stop(step, journey.late, catalog) for step in journey.steps),
    )


def silencers(playbooks: Collection[str], known: Collection[str]) -> str:
    """Answer in a few words which open tasks, by their playbooks among all that are known, silence a journey."""
    if not playbooks:
        return "no task"
    if len(playbooks) == len(known):
        return "any open task"
    if len(playbooks) <= FEW:
        return f"an open task of {', '.join(sorted(playbooks))}"
    spared = sorted(set(known) - set(playbooks))
    if len(spared) <= FEW:
        return f"any open task but those of {', '.join(spared)}"
    return f"an open task of {len(playbooks)} of the {len(known)} playbooks"


def _frame(journey: Journey, catalog: Catalog) -> Iterator[Clause]:
    audience = _clause("For", journey.audience, catalog)
    yield audience or Clause("For", "every account")
    if journey.churned:
        yield Clause("Churned accounts", "only these" if journey.churned == "only" else "these, too")
    if repetition := repetition_in_words(journey):
        yield Clause("Again", repetition)
    for lead, condition in (("Goal", journey.goal), ("Leaves if", journey.leave)):
        if clause := _clause(lead, condition, catalog):
            yield clause
    if journey.late:
        yield Clause("Late", _late(journey.late))


def _clause(lead: str, condition: Condition | None, catalog: Catalog) -> Clause | None:
    return Clause(lead, said(condition, catalog), " ".join(condition.text.split())) if condition else None


def _stop(step: Step, usual: Late | None, catalog: Catalog) -> Stop:
    asked = (_clause("only if", step.when, catalog), _clause("not if", step.unless, catalog), _awaited(step, catalog))
    late = "" if step.late == usual else _late(step.late)
    speaks = any(isinstance(choice.action, Email | InApp) for choice in step.choices)
    clauses = tuple(clause for clause in asked if clause)
    return Stop(step.id, step.day, step.to if speaks else "", clauses, tuple(_ways(step.choices, catalog)), late)


def _awaited(step: Step, catalog: Catalog) -> Clause | None:
    match step.awaited:
        case None:
            return None
        case EventAwaited(event, within):
            return Clause(f"unless within {in_words(within)}:", f"“{event}” happens")
        case ConditionAwaited(when, within):
            return _clause(f"unless within {in_words(within)}:", when, catalog)
        case _:
            assert_never(step.awaited)


def _ways(choices: tuple[Choice, ...], catalog: Catalog) -> Iterator[Way]:
    for choice in choices:
        otherwise = Clause("otherwise", "") if len(choices) > 1 else None
        yield Way(*_deed(choice.action), _clause("if", choice.when, catalog) or otherwise)


def _deed(action: Action) -> tuple[Channel, str]:
    match action:
        case Email():
            return "email", action.template
        case InApp():
            return "in_app", action.template
        case Handoff():
            return "handoff", action.playbook
        case Webhook():
            return "webhook", action.name
        case _:
            assert_never(action)


def _late(late: Late) -> str:
    if late.otherwise == "send":
        return "Never too late"
    then = f"goes to a human ({late.playbook})" if late.playbook else "is skipped"
    return f"What is more than {in_words(late.within)} late {then}"
