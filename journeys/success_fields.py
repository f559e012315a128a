"""What can be looked at about success: the getting-started checklist, and counts that mails name."""

from collections.abc import Iterator
from datetime import date

from journeys.certainty import Unknown, at_least, join_reasons
from journeys.counting import count, happened
from journeys.field import Field
from journeys.milestone_fields import days_from_signup, reached_on
from journeys.needs import Counts
from journeys.silence import feed_names
from journeys.success import Item, Program
from journeys.view import Reader, View


def metric_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `metrics`."""
    for one in program.metrics:
        window = f" in the last {one.days} days" if one.days else ""
        yield Field(
            f"metrics.{one.name}", "number", count(one.event, one.days, program.feeds),
            f"How often “{one.event}” happened{window}", 10, unit="times",
            feed=feed_names([one.event], program.feeds), needs=frozenset([Counts(one.event, one.days)]),
        )  # fmt: skip


def checklist_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `checklist`."""
    items, total = program.checklist, len(program.checklist)
    if not items:
        return
    events = [item.event for item in items]
    feed, needs = feed_names(events, program.feeds), frozenset(Counts(event) for event in events)
    every, setup = _Done(items, program), _Done(tuple(item for item in items if item.setup) or items, program)
    first = items[0]
    yield Field("checklist.total", "number", lambda _: total, "How many getting-started items there are", total)
    so_far = "How many getting-started items are done"
    yield Field("checklist.done", "number", every.count, so_far, 1, feed=feed, needs=needs)
    for name, done, which in (
        ("complete", every, "every getting-started item is done"),
        ("setup_complete", setup, "every item with setup: true is done (if none has it: every item)"),
    ):
        yield Field(f"checklist.{name}", "flag", done.all, f"Whether {which}", False, feed=feed, needs=needs)
    yield Field(
        "checklist.items", "list", every.listed, "Every getting-started item with title, link and whether it is done",
        [{"title": item.title, "link": item.link, "done": item is first} for item in items],
        feed=feed, needs=needs, in_conditions=False,
    )  # fmt: skip
    yield Field(
        "checklist.days_to_complete", "number", days_from_signup(every.completed_on),
        "Days of the account's calendar from the day it signed up to the one on which the last getting-started item "
        "was done; unknown while one is not", 9, unit="days", optional=True, feed=feed, needs=needs,
    )  # fmt: skip
    following = (items[1:] or items)[0]  # in the example, the first one is done
    for name, shown in (("title", following.title), ("link", following.link)):
        meaning = f"The {name} of the first item that is not done; nothing once all are"
        yield Field(
            f"checklist.next_{name}", "text", every.next(name), meaning, shown,
            optional=True, feed=feed, needs=needs, in_conditions=False,
        )  # fmt: skip


class _Done:
    """Reads which of `items` are done."""

    def __init__(self, items: tuple[Item, ...], program: Program) -> None:
        self.items = items
        self.readers = [happened(item.event, program.feeds) for item in items]
        self.days = [reached_on(item.event, 1, program.feeds) for item in items]

    def states(self, view: View) -> list[object]:
        states: list[object] = view.once(self, lambda seen: [read(seen) for read in self.readers])
        return states

    def count(self, view: View) -> object:
        states = self.states(view)
        known = states.count(True)
        doubts = [state.because for state in states if isinstance(state, Unknown)]
        return at_least(known, join_reasons(doubts), known + len(doubts))

    def all(self, view: View) -> object:
        states = self.states(view)
        if False in states:
            return False
        return next((state for state in states if state is not True), True)

    def completed_on(self, view: View) -> object:
        found = [read(view) for read in self.days]
        days = [day for day in found if isinstance(day, date)]
        return max(days) if len(days) == len(found) else next(day for day in found if not isinstance(day, date))

    def listed(self, view: View) -> object:
        states = self.states(view)
        unknown = next((state for state in states if isinstance(state, Unknown)), None)
        pairs = zip(self.items, states, strict=True)
        return unknown or [{"title": item.title, "link": item.link, "done": done} for item, done in pairs]

    def next(self, name: str) -> Reader:
        def read(view: View) -> object:
            for item, state in zip(self.items, self.states(view), strict=True):
                if state is not True:
                    # never absent: that would say that everything is done
                    return Unknown(state.because) if isinstance(state, Unknown) else getattr(item, name)
            return Unknown("every getting-started item is done", absent=True)

        return read
