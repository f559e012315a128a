"""The catalog: everything that can be looked at, by dotted name, with its type and its meaning."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from journeys.behavior import Behavior, Contact
from journeys.needs import Need
from journeys.program import Program


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be looked at.

    `type`: text, number, flag, date, moment or list. `optional`: an account may lack it, `default` is what it is then.
    `formula` says in words how it is found, `feed` on which feeds it depends. `choices`: all a text can be.
    """

    name: str
    type: str
    unit: str = ""
    optional: bool = False
    default: object = None
    formula: str = ""
    feed: str = ""
    example: object = None
    choices: tuple[str, ...] = ()
    in_conditions: bool = True


class Catalog:
    """What can be looked at, given a program."""

    def __init__(self, program: Program) -> None:
        """Build the fields and functions that `program` gives rise to."""
        self.program = program
        self.fields: dict[str, Field] = {}

    def value(self, now: datetime, behavior: Behavior, name: str) -> object:
        """Answer the field's value for the account at `now`; None if it is unknown."""
        return behavior.account.get(name.removeprefix("account."))

    def needs(self, names: Collection[str]) -> frozenset[Need]:
        """Answer what must be gathered to know the fields `names`."""
        return frozenset()


def context(
    now: datetime, catalog: Catalog, behavior: Behavior, contact: Contact | None, names: Collection[str]
) -> dict[str, object]:
    """Answer the fields `names` as a nested plain dict: what a mail template gets. An unknown value is None."""
    return {}


def unknowns(
    now: datetime, catalog: Catalog, behavior: Behavior, contact: Contact | None, names: Collection[str]
) -> dict[str, str]:
    """Answer which of the fields `names` cannot be told now, with the reason: a mail that names them has to wait."""
    return {}
