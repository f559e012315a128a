"""The contents of a book's files: everything that they say, as the import reads it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from console.failures import CommandError
from console.importing.convert import Converter, Facts, SubscriptionFacts
from console.importing.load import desk_of, learn
from console.importing.plan import Job, Plan, make_plan
from console.importing.read_map import read_map
from console.importing.row import read_row
from console.importing.rows import CsvFile
from console.importing.shelf import Shelf
from console.importing.subscriptions import Subscription
from models.directory import unknown_account
from models.facts import AccountFacts, ContactFacts, EventFacts
from workers.clocks import machine_time


@dataclass(slots=True)
class Contents:
    """Accounts by their keys; by the account's key what is told of its people and contracts, and what happened."""

    accounts: dict[str, AccountFacts] = field(default_factory=dict)
    contacts: dict[str, dict[str, ContactFacts]] = field(default_factory=dict)
    subscriptions: dict[str, dict[str, Subscription]] = field(default_factory=dict)
    events: dict[str, list[EventFacts]] = field(default_factory=dict)


def read_contents(folder: Path, map_: Path) -> Contents:
    """Answer what the CSV files in a folder say. Raises CommandError, with the way out, if any row cannot be used."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise CommandError(f"there is no CSV file in {folder}: name the folder in which the book lies")
    contents, faults = Contents(), list[str]()
    for place, facts in _facts(make_plan(read_map(map_), paths), faults):
        fault = _take(contents, facts)
        faults += [f"{place}: {fault}"] if fault else []
    if faults:
        way_out = f"`tenure import --dry-run --map {map_} {folder / '*.csv'}` names them all"
        raise CommandError(f"{len(faults)} faults in the rows of the book, the first at {faults[0]}; {way_out}")
    return contents


def _facts(plan: Plan, faults: list[str]) -> Iterator[tuple[str, Facts]]:
    """Every fact in the order of the import, and where it is told; what is wrong with a row goes to `faults`."""
    with closing(Shelf()) as shelf:
        for lesson in plan.lessons:
            learn(lesson, shelf, lambda _size: None)
        for job in plan.jobs:
            yield from _facts_of(job, plan, shelf, faults)


def _facts_of(job: Job, plan: Plan, shelf: Shelf, faults: list[str]) -> Iterator[tuple[str, Facts]]:
    with CsvFile(job.path, job.sheet.delimiter) as file:
        desk = desk_of(file, job, plan, shelf, machine_time())
        converters = [Converter(block, desk) for block in job.sheet.blocks]
        for record in file:
            row, place = read_row(record, converters), f"{job.path.name}:{record.line}"
            faults += [f"{place}: {reason}" for reason in row.reasons]
            yield from ((place, facts) for _, facts in row.facts)


def _take(contents: Contents, facts: Facts) -> str | None:
    """Take one fact in; answer what is wrong with it, if anything is."""
    if isinstance(facts, AccountFacts):
        contents.accounts[facts.key] = _together(contents.accounts.get(facts.key), facts)
        return None
    home = _home(contents, facts)
    if home not in contents.accounts:
        return unknown_account(home)
    match facts:
        case ContactFacts():
            contents.contacts.setdefault(home, {})[facts.key] = facts
        case SubscriptionFacts():
            contents.subscriptions.setdefault(home, {})[facts.key] = _subscription(facts)
        case EventFacts():
            contents.events.setdefault(home, []).append(facts)
    return None


def _together(before: AccountFacts | None, facts: AccountFacts) -> AccountFacts:
    """Answer what two files tell of one account; the later one stands."""
    if before is None:
        return facts
    return AccountFacts(facts.key, {**before.columns, **facts.columns}, {**before.traits, **facts.traits})


def _subscription(facts: SubscriptionFacts) -> Subscription:
    told = facts.told
    return Subscription(told["starts"], told.get("ends"), told["arr"], told["billing_frequency"])


def _home(contents: Contents, facts: Facts) -> str:
    """Answer the key of the account that a fact is about; of an event that names none, its contact's."""
    if isinstance(facts, EventFacts) and facts.account is None:
        return next((key for key, people in contents.contacts.items() if facts.contact in people), "")
    return getattr(facts, "account", None) or ""
