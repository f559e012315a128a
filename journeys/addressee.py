"""Whom a mail would go to, where it is looked at or prepared and nobody is sent it."""

from collections.abc import Iterable, Iterator, Sequence

from journeys.behavior import Contact
from journeys.definition import EXPECTED, Email, InApp, Journey, Step
from journeys.recipient import first_present, first_reachable


def addressee(mail: str, journeys: Iterable[Journey], contacts: Sequence[Contact]) -> Contact | None:
    """The contact whom the first journey that says the mail would say it to, reachable by a machine or not.

    Where no journey says it, or nobody of its chain is there: the first who has not left.
    """
    roles = next(_chains(mail, journeys), ())
    there = (one for one in contacts if one.left_at is None)
    return first_reachable(roles, contacts) or first_present(roles, contacts) or next(there, None)


def is_expected(mail: str, journeys: Iterable[Journey]) -> bool:
    """Whether the mail belongs to the contract itself: some journey says it, and none to win anybody."""
    kinds = {journey.kind for journey in journeys if any(_says(step, mail) for step in journey.steps)}
    return bool(kinds) and kinds <= {*EXPECTED}


def _chains(mail: str, journeys: Iterable[Journey]) -> Iterator[tuple[str, ...]]:
    for journey in journeys:
        for step in journey.steps:
            if _says(step, mail):
                yield journey.recipients.get(step.to, ())


def _says(step: Step, mail: str) -> bool:
    return any(isinstance(one.action, Email | InApp) and one.action.template == mail for one in step.choices)
