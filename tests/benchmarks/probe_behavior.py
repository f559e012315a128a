"""Looks at every account of the book, and prints accounts a second and queries per batch as JSON."""

import json
import sys
import time

from sqlalchemy import event

from journeys.needs import Need
from journeys.view import View
from models.database import look
from workers.boot import App, app
from workers.gather import accounts_by_id, gather

BATCH = 500


def main(accounts: int, runs: int) -> None:
    """Measure both kinds of look, each `runs` times."""
    ours = app()
    with look(ours.engine) as connection:
        edition = ours.editions.current(connection)
    assert edition is not None
    catalog = edition.book.catalog
    everything, decisions = catalog.needs(catalog.fields), edition.book.needs
    speeds = {
        "everything in the catalog": [_speed(ours, accounts, everything, read=True) for _ in range(runs)],
        "what decisions need": [_speed(ours, accounts, decisions, read=False) for _ in range(runs)],
    }
    found = {"speeds": speeds, "fields": len(catalog.fields), "queries": _queries(ours, everything)}
    sys.stdout.write(json.dumps(found))


def _speed(ours: App, accounts: int, needs: frozenset[Need], *, read: bool) -> float:
    now, began = ours.now(), time.perf_counter()
    with look(ours.engine) as connection:
        edition = ours.editions.current(connection)
        fields = [*edition.book.catalog.fields.values()] if edition and read else []
        feeds = edition.book.program.feeds if edition else ()
        for first in range(1, accounts + 1, BATCH):
            rows = accounts_by_id(connection, range(first, min(first + BATCH, accounts + 1)))
            for standing in gather(connection, rows, needs, now, feeds):
                view = View(now, standing.behavior, standing.behavior.contacts[0])
                for field in fields:
                    field.read(view)
    return accounts / (time.perf_counter() - began)


def _queries(ours: App, needs: frozenset[Need]) -> int:
    asked: list[str] = []
    with look(ours.engine) as connection:
        rows = accounts_by_id(connection, range(1, BATCH + 1))
        edition = ours.editions.current(connection)
        feeds = edition.book.program.feeds if edition else ()
        event.listen(ours.engine, "before_cursor_execute", lambda *words: asked.append(words[2]))
        gather(connection, rows, needs, ours.now(), feeds)
    return len(asked)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
