"""What lies on the table of whoever gets a task: the evidence, and the draft of a mail, as far as its playbook asks.

It is looked up for the accounts that are handed over, and for no other: few are, on any day.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import inf

from sqlalchemy import Connection

from journeys.behavior import Behavior
from journeys.catalog import Catalog
from journeys.plan_fields import KNOWN, SHOWN
from journeys.playbook import Playbook
from workers.drafts import Draft, draft_of
from workers.editions import ADDRESSED, Edition
from workers.gather import Standing, gather

Handed = Mapping[int, tuple[Standing, Collection[str]]]  # by its id, an account and the playbooks of its tasks


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a task shows when it is opened: fields with their values as JSON knows them, and a mail to send by hand."""

    evidence: Mapping[str, object] = field(default_factory=dict)
    draft: Draft | None = None


Table = Mapping[str, Prepared]  # by the playbook of the task


def prepare(connection: Connection, edition: Edition, handed: Handed, now: datetime) -> Mapping[int, Table]:
    """Answer, by the id of an account, what is prepared for the tasks that are opened there; reads only."""
    if not handed:
        return {}
    asked = frozenset(name for _, plays in handed.values() for name in _looked_at(edition, plays))
    accounts = [standing.account for standing, _ in handed.values()]
    needs, feeds = edition.book.catalog.needs(asked), edition.book.program.feeds
    return {
        one.account.id: _table(edition, one, *handed[one.account.id], now)
        for one in gather(connection, accounts, needs, now, feeds, rehearsed=edition.rehearsed)
    }


def _looked_at(edition: Edition, playbooks: Collection[str]) -> Iterator[str]:
    """Answer the fields that these playbooks and their drafts name."""
    yield from (KNOWN, *SHOWN)
    for playbook in _published(edition, playbooks):
        yield from playbook.shows
        if playbook.draft in edition.library.names:
            yield from edition.library.fields(playbook.draft) - ADDRESSED


def _published(edition: Edition, playbooks: Collection[str]) -> Iterator[Playbook]:
    return (edition.book.playbooks[name] for name in playbooks if name in edition.book.playbooks)


def _table(edition: Edition, found: Standing, decided: Standing, playbooks: Collection[str], now: datetime) -> Table:
    # What is done by itself was taken from the tasks before anything was decided.
    known = replace(found, behavior=replace(found.behavior, tasks=decided.behavior.tasks))
    return {
        one.name: Prepared(
            _shown(now, known.behavior, edition.book.catalog, one),
            draft_of(edition, known, one.draft, now) if one.draft else None,
        )
        for one in _published(edition, playbooks)
    }


def _shown(now: datetime, behavior: Behavior, catalog: Catalog, playbook: Playbook) -> dict[str, object]:
    """Answer the success plan, as whoever speaks to them begins with what they want, and what the playbook shows."""
    plan = SHOWN if catalog.value(now, behavior, KNOWN) is True else ()
    names = [name for name in (*plan, *playbook.shows) if name in catalog.fields]
    found = {name: catalog.value(now, behavior, name) for name in names}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in found.items()
        if value is not None and value != inf  # longer than any number is no figure
    }
