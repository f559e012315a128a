"""The shelf: what an import must remember while it runs, on disk, so that memory stays flat."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

TABLES = """
CREATE TABLE lookup (name TEXT, cell TEXT, answer TEXT, sole INTEGER, PRIMARY KEY (name, cell)) WITHOUT ROWID;
CREATE TABLE held (
  account TEXT, key TEXT, told TEXT, path TEXT, line INTEGER, cells TEXT, reasons TEXT, in_conflict INTEGER
);
CREATE INDEX held_account ON held (account);
CREATE INDEX held_key ON held (key);
"""
REMEMBERED = 50_000  # answers kept in memory


@dataclass(frozen=True, slots=True)
class Held:
    """A row that waits for the others of its account: its place, its cells, what it tells, what is wrong with it."""

    key: str
    path: str
    line: int
    cells: list[str]
    told: dict[str, Any] | None
    reasons: list[str]
    in_conflict: bool = False


class Shelf:
    """Lookups and held rows, in a temporary file that has no name: it is gone whatever becomes of us."""

    def __init__(self) -> None:
        """Open an empty shelf."""
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {TABLES} BEGIN;")
        self.find = lru_cache(maxsize=REMEMBERED)(self._find)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def learn(self, name: str, answers: Iterable[tuple[str, str]]) -> None:
        """Remember for the lookup `name` what each cell stands for; two different answers are none."""
        self._database.executemany(
            "INSERT INTO lookup VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET sole = sole AND answer = excluded.answer",
            ((name, *pair) for pair in answers),
        )

    def _find(self, name: str, cell: str) -> tuple[str | None, bool]:
        """Answer what a cell stands for (nothing if nobody said), and whether that is the only thing said."""
        query = "SELECT answer, sole FROM lookup WHERE name = ? AND cell = ?"
        answer, sole = self._database.execute(query, (name, cell)).fetchone() or (None, 1)
        return answer, bool(sole)

    def hold(self, account: str, held: Held) -> None:
        """Hold the row of an account until all rows have been read."""
        self._database.execute(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                account,
                held.key,
                _json(held.told),
                held.path,
                held.line,
                _json(held.cells),
                _json(held.reasons),
                held.in_conflict,
            ),
        )

    def held(self, key: str) -> Held | None:
        """Answer the first sound row held under a key."""
        query = "SELECT * FROM held WHERE key = ? AND told <> 'null' ORDER BY rowid LIMIT 1"
        row = self._database.execute(query, (key,)).fetchone()
        return _held(row) if row else None

    def by_account(self) -> Iterator[tuple[str, list[Held]]]:
        """Answer the rows held, account by account."""
        rows = self._database.execute("SELECT * FROM held ORDER BY account, rowid")
        for account, group in groupby(rows, itemgetter(0)):
            yield account, [_held(row) for row in group]


def _held(row: tuple[Any, ...]) -> Held:
    _, key, told, path, line, cells, reasons, in_conflict = row
    return Held(key, path, line, json.loads(cells), json.loads(told), json.loads(reasons), bool(in_conflict))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
