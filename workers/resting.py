"""What rests on a feed: the steps whose conditions or mails look at what it tells, and so hold while it is silent."""

from collections.abc import Iterable, Iterator

from journeys.definition import Email, InApp, Journey, Step
from journeys.needs import Counts, Crowd, Details, Need, Users
from journeys.success import Feed
from workers.editions import ADDRESSED, Edition


def steps_resting_on(feed: Feed, edition: Edition) -> Iterator[str]:
    """Answer the steps that may hold while the feed is silent, as `journey / step`."""
    for journey in edition.book.journeys.values():
        for step in journey.steps:
            if any(_tells(feed, need) for need in _needs(journey, step, edition)):
                yield f"{journey.name} / {step.id}"


def _needs(journey: Journey, step: Step, edition: Edition) -> Iterator[Need]:
    # Whether an account has left is asked before every step.
    for condition in (journey.leave, step.when, step.unless, *(choice.when for choice in step.choices)):
        yield from condition.needs if condition else ()
    for choice in step.choices:
        if isinstance(choice.action, Email | InApp) and choice.action.template in edition.library:
            yield from edition.book.catalog.needs(edition.library.fields(choice.action.template) - ADDRESSED)


def _tells(feed: Feed, need: Need) -> bool:
    return any(feed.brings(event) for event in _events(need))


def _events(need: Need) -> Iterable[str]:
    match need:
        case Counts(event=event) | Users(event=event) | Details(event=event):
            return (event,)
        case Crowd(events=events):
            return events
    return ()
