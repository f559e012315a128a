"""Known failures in one line with the way out."""

import sqlite3
from pathlib import Path

import pytest
import redis
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from console.failures import CommandError, explain
from models.database import make_engine
from workers.settings import SettingsError


def failure(url: str, statement: str = "SELECT 1") -> DBAPIError:
    with pytest.raises(DBAPIError) as caught, make_engine(url).connect() as connection:
        connection.execute(text(statement))
    return caught.value


def test_a_missing_table_says_to_migrate() -> None:
    assert "tenure migrate" in (explain(failure("sqlite://", "SELECT * FROM account")) or "")


def test_a_missing_folder_says_that_there_is_no_database_yet() -> None:
    assert "its folder must be there" in (explain(failure("sqlite:////nowhere/tenure.db")) or "")


def test_an_unreachable_postgresql_names_the_variable() -> None:
    line = explain(failure("postgresql://nobody@127.0.0.1:1/none")) or ""

    assert line.startswith("the database does not answer")
    assert "DATABASE_URL" in line
    assert "\n" not in line


def test_a_file_that_is_no_database_names_the_variable(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("Dear diary, " * 100)

    assert "not a SQLite database" in (explain(failure(f"sqlite:///{tmp_path}/x.db")) or "")


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("disk I/O error", "is the disk full"),
        ("database or disk is full", "is the disk full"),
        ("attempt to write a readonly database", "has to own its file and folder"),
    ],
)
def test_a_disk_that_takes_nothing_is_no_matter_of_the_address(said: str, way_out: str) -> None:
    found = explain(OperationalError("UPDATE x", {}, sqlite3.OperationalError(said))) or ""

    assert way_out in found
    assert "DATABASE_URL" not in found


def test_a_locked_database_says_to_try_again() -> None:
    error = OperationalError("UPDATE x", {}, sqlite3.OperationalError("database is locked"))

    assert "Try again" in (explain(error) or "")


def test_an_unreachable_redis_names_the_variable() -> None:
    error = redis.ConnectionError("Error 111 connecting to 127.0.0.1:1. Connection refused.")

    assert "REDIS_URL" in (explain(error) or "")


def test_an_unusable_environment_is_named() -> None:
    assert explain(SettingsError("DATABASE_URL: no")) == "the environment cannot be used: DATABASE_URL: no"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(OSError, match="nowhere") as caught:
        open("/nowhere/map.yaml")  # noqa: PTH123, SIM115

    assert explain(caught.value) == "/nowhere/map.yaml: no such file or directory"


def test_a_command_says_its_own_line() -> None:
    assert explain(CommandError("port 8000 is in use")) == "port 8000 is in use"


@pytest.mark.parametrize("bug", [KeyError("x"), ValueError("x"), AssertionError()])
def test_a_bug_of_ours_is_not_explained_away(bug: Exception) -> None:
    assert explain(bug) is None


def test_a_wrong_statement_of_ours_is_a_bug() -> None:
    with pytest.raises(DBAPIError) as caught, create_engine("sqlite://").connect() as connection:
        connection.execute(text("SELEKT"))

    assert explain(caught.value) is None
