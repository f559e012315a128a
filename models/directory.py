"""The directory: who is meant by a key, be it their own or another name of theirs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Column, Connection, Row, Table, select

from models.among import among
from models.facts import printable
from models.tables import ACCOUNT, ALIAS, CONTACT

Noun = Literal["account", "contact"]
TABLES: Mapping[Noun, Table] = {"account": ACCOUNT, "contact": CONTACT}


@dataclass(frozen=True, slots=True)
class Directory:
    """The accounts, or contacts, that a batch speaks of: rows by their own key, and what other names mean."""

    noun: Noun
    rows: Mapping[str, Row[Any]]
    names: Mapping[str, str]

    def key(self, spoken: str) -> str:
        """Answer the own key of whoever is spoken of, known or not."""
        return spoken if spoken in self.rows else self.names.get(spoken, spoken)

    def find(self, spoken: str | None) -> Row[Any] | None:
        """Answer the row of whoever is spoken of; none: nobody told us of them."""
        return self.rows.get(self.key(spoken)) if spoken else None

    def absent(self, spoken: str) -> str:
        """Answer for whom a fact has to wait."""
        return f"{self.noun} {self.key(spoken)}"


def look_up(connection: Connection, noun: Noun, keys: Iterable[str | None], *columns: Column[Any]) -> Directory:
    """Answer the directory of these keys, with these columns (and `key`) of each row."""
    wanted = {key for key in keys if key}
    rows = {row.key: row for row in _rows(connection, noun, wanted, columns)}
    names = aliases(connection, noun, wanted - rows.keys())
    rows |= {row.key: row for row in _rows(connection, noun, {*names.values()} - rows.keys(), columns)}
    return Directory(noun, rows, names)


def aliases(connection: Connection, noun: Noun, keys: Collection[str]) -> dict[str, str]:
    """Answer what those of the keys mean that are another name; each name leads to the own key at once."""
    if not keys:
        return {}
    query = select(ALIAS.c.key, ALIAS.c.target).where(ALIAS.c.noun == noun, among(connection, ALIAS.c.key, keys))
    return {row.key: row.target for row in connection.execute(query).all()}


def unknown_account(key: str | None) -> str:
    """Answer the reason why something told of this account is refused."""
    return f'unknown account "{printable(key)}"' if key else "no account is named"


def _rows(
    connection: Connection, noun: Noun, keys: Collection[str], columns: Sequence[Column[Any]]
) -> Sequence[Row[Any]]:
    if not keys:
        return []
    table = TABLES[noun]
    query = select(table.c.key, *columns).where(among(connection, table.c.key, keys))
    alive = query if noun == "account" else query.where(CONTACT.c.merged_into.is_(None))
    return connection.execute(alive).all()
