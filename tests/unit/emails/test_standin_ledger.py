"""The stand-in's ledger: what was committed is there after a restart."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from emails.standin.ledger import Entry, Ledger, entries


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.jsonl"


def an_entry(key: str | None) -> Entry:
    return Entry(
        send_key=key, to="ann@customer.example", subject="Hi", topic="t", categories=["t"], time=1.5, unsubscribe={}
    )


@contextmanager
def filled(path: Path, *keys: str | None) -> Iterator[Ledger]:
    with closing(Ledger(path)) as ledger:
        for key in keys:
            ledger.add(an_entry(key))
        ledger.commit()
        yield ledger


def test_each_key_is_counted(path: Path) -> None:
    with filled(path, "a", "b", "a", None) as ledger:
        assert ledger.summary() == {
            "accepted": 4,
            "keys": 2,
            "unkeyed": 1,
            "duplicates": {"a": 2},
            "counts": {"a": 2, "b": 1},
        }


def test_a_restart_takes_up_the_counts(path: Path) -> None:
    with filled(path, "a", "b"):
        pass
    with filled(path, "a") as ledger:
        assert ledger.summary()["counts"] == {"a": 2, "b": 1}


def test_only_what_is_committed_is_in_the_file(path: Path) -> None:
    with filled(path, "a") as ledger:
        ledger.add(an_entry("b"))
        assert [entry["send_key"] for entry in entries(path)] == ["a"]


def test_a_line_cut_short_is_dropped_and_spoils_nothing(path: Path) -> None:
    with filled(path, "a"):
        pass
    with path.open("ab") as file:
        file.write(b'{"send_key": "torn", "to": "ann@')
    with filled(path, "b"):
        assert list(entries(path)) == [an_entry("a"), an_entry("b")]


def test_a_ledger_that_does_not_exist_is_empty(path: Path) -> None:
    assert list(entries(path)) == []
