"""Whom a mail would go to, where it is looked at or prepared and nobody is sent it."""

from collections.abc import Iterable, Iterator, Sequence

from journeys.behavior import Contact
from journeys.definition import Email, InApp, Journey
from journeys.recipient import first_present, first_reachable


def addressee(mail: str, journeys: Iterable[Journey], contacts: Sequence[Contact]) -> Contact | None:
    """The contact whom the first journey that says the mail would say it to, reachable by a machine or not.

    Where no journey says it, or nobody of its chain is there: the first who has not left.
    """
    roles = next(_chains(mail, journeys), ())
    there = (one for one in contacts if one.left_at is None)
    return first_reachable(roles, contacts) or first_present(roles, contacts) or next(there, None)


def _chains(mail: str, journeys: Iterable[Journey]) -> Iterator[tuple[str, ...]]:
    for journey in journeys:
        for step in journey.steps:
            if any(isinstance(one.action, Email | InApp) and one.action.template == mail for one in step.choices):
                yield journey.recipients.get(step.to, ())
