"""A database of the release before, with everything in it, comes to this version and back as it was."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, inspect, select, text

from models.archive import files_of, newest_release
from models.belonging import belongings
from models.consent import suppress
from models.database import begin, look
from models.facts import AccountFacts
from models.last_told import instant
from models.migrate import downgrade, revision, upgrade
from models.permission import refusal_of
from models.reception import receive
from models.repertoire import repertoire
from models.tables import ACCOUNT, CONSENT_CHANGE, CONTACT, EVENT, PUBLICATION, RELEASE
from models.told import Told
from tests.world import World

Rows = dict[str, Sequence[tuple[Any, ...]]]


def shape(engine: Engine) -> dict[str, Any]:
    """Answer every table with its columns, keys and indexes."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {column["name"]: str(column["type"]) for column in seen.get_columns(table)},
            "required": sorted(column["name"] for column in seen.get_columns(table) if not column["nullable"]),
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(str(key["constrained_columns"]) for key in seen.get_foreign_keys(table)),
            "indexes": sorted(str((index["name"], index["column_names"])) for index in seen.get_indexes(table)),
            "checks": sorted(str(check["name"]) for check in seen.get_check_constraints(table)),
        }
        for table in seen.get_table_names()
    }


def contents(engine: Engine, of: dict[str, Any]) -> Rows:
    """Answer all rows, by table, in the columns that a shape has."""
    found: Rows = {}
    metadata = MetaData()
    with look(engine) as connection:
        metadata.reflect(connection)
        for name in of.keys() - {"alembic_version"}:
            table = metadata.tables[name]
            query = select(*(table.c[column] for column in of[name]["columns"])).order_by(*table.primary_key.columns)
            found[name] = [tuple(row) for row in connection.execute(query)]
    return found


def release_before(world: World) -> None:
    """Let an onboarding begin, and take everything back to where the release before left it."""
    world.account("acme", plan="pro", timezone="Europe/Paris")
    world.account("acme-2", email=None)
    world.event("acme", "project created")
    world.event("acme", "ticket opened", ticket="T-1")
    world.look()
    downgrade(world.engine, "0001")


def test_the_way_back_leads_to_the_very_schema_of_the_release_before(engine: Engine) -> None:
    downgrade(engine, "0001")
    back = shape(engine)
    downgrade(engine, "base")
    upgrade(engine, "0001")

    assert back == shape(engine)


def test_nothing_is_lost_on_the_way_here_and_none_on_the_way_back(world: World) -> None:
    release_before(world)
    old = shape(world.engine)
    before = contents(world.engine, old)
    upgrade(world.engine)
    new = shape(world.engine)
    shared = {table: {"columns": old[table]["columns"].keys() & new[table]["columns"]} for table in old}
    here = contents(world.engine, shared)
    downgrade(world.engine, "0001")

    assert all(before[table] for table in ("account", "contact", "event", "event_day", "enrollment", "touchpoint"))
    assert here == contents(world.engine, shared)
    assert contents(world.engine, old) == before


def test_what_was_published_together_becomes_a_release(world: World, now: datetime) -> None:
    for hours, path in ((1, "one"), (2, "two"), (2, "three")):
        world.now = now + timedelta(hours=hours)
        world.publish(files_of_the_world(world) | {path: path})
    downgrade(world.engine, "0004")
    upgrade(world.engine)

    assert [(row.number, row.published_at - now, row.published_by) for row in world.rows(RELEASE)] == [
        (1, timedelta(), "a test"),
        (2, timedelta(hours=1), "a test"),
        (3, timedelta(hours=2), "a test"),
    ]
    told = {row.path: row.release for row in world.rows(PUBLICATION) if row.path in ("one", "two", "three")}
    assert told == {"one": 2, "two": 3, "three": 3}


def files_of_the_world(world: World) -> dict[str, str]:
    with look(world.engine) as connection:
        newest = newest_release(connection)
        return files_of(connection, newest.number if newest else 0)


def test_everybody_belongs_to_their_account_since_they_were_known(world: World, now: datetime) -> None:
    release_before(world)
    upgrade(world.engine)

    ada = world.contact("acme-ada")
    with look(world.engine) as connection:
        homes = belongings(connection, [ada.id])[ada.id]
    assert {since: home.key for since, home in homes.items()} == {now: "acme"}


def test_what_is_older_than_what_was_known_does_not_replace_it_and_what_is_newer_does(
    world: World, now: datetime
) -> None:
    release_before(world)
    upgrade(world.engine)
    for at, plan in ((now - timedelta(days=9), "trial"), (now + timedelta(hours=1), "team")):
        told = Told([AccountFacts("acme-2", {"plan": plan}, at=at), AccountFacts("acme", {"plan": plan}, at=at)])
        with begin(world.engine) as connection:
            receive(connection, now + timedelta(days=1), told)
        if plan == "trial":
            assert [row.plan for row in world.rows(ACCOUNT)] == ["pro", "trial"]

    assert [row.plan for row in world.rows(ACCOUNT)] == ["team", "team"]


def test_only_what_was_told_counts_as_told(world: World, now: datetime) -> None:
    release_before(world)
    with begin(world.engine) as connection:
        connection.execute(text("UPDATE account SET name = key"))
    upgrade(world.engine)

    known = instant(now)
    assert {row.key: row.told for row in world.rows(ACCOUNT)} == {
        "acme": dict.fromkeys(("plan", "timezone", "seats", "arr_cents", "signed_up_at"), known),
        "acme-2": dict.fromkeys(("seats", "arr_cents", "signed_up_at"), known),
    }
    assert {row.key: row.told for row in world.rows(CONTACT)} == {
        "acme-ada": dict.fromkeys(("email", "first_name", "role"), known),
        "acme-2-ada": dict.fromkeys(("first_name", "role"), known),
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL never lets it come to that
def test_a_database_in_which_a_reference_leads_nowhere_is_left_as_it_is(engine: Engine) -> None:
    downgrade(engine, "0001")
    driver = engine.raw_connection()
    driver.cursor().execute("PRAGMA foreign_keys=OFF")
    driver.cursor().execute("INSERT INTO event_total VALUES (7, 'signed in', 1, '2026-01-01', '2026-01-01')")
    driver.cursor().execute("PRAGMA foreign_keys=ON")
    driver.close()

    with pytest.raises(RuntimeError, match="event_total refers to one of account"):
        upgrade(engine)

    with look(engine) as connection:
        assert revision(connection) == "0001"


def test_events_whose_properties_nobody_understood_prove_nothing(world: World) -> None:
    release_before(world)
    upgrade(world.engine)

    with look(world.engine) as connection:
        told = repertoire(connection)
    assert told == {"product": ["project created", "signed in"]}
    assert {row.reserved for row in world.rows(EVENT)} == {False}


def test_who_was_told_that_no_mail_would_come_gets_none_whatever_it_is_about(world: World) -> None:
    downgrade(world.engine, "0014")
    rows = [("ann@acme.example", "*", "unsubscribed"), ("bo@acme.example", "news", "unsubscribed")]
    old = "INSERT INTO suppression (email, topic, reason, source, at) VALUES (:email, :topic, :reason, '', :at)"
    at = "2026-03-01 10:00:00.000000" + ("" if world.engine.dialect.name == "sqlite" else "+00:00")
    with begin(world.engine) as connection:
        for email, topic, reason in rows:
            told = {"email": email, "topic": topic, "reason": reason, "at": at}
            connection.execute(text(old), told)
    upgrade(world.engine)
    with begin(world.engine) as connection:
        assert refusal_of(connection, "ann@acme.example", "payment", commercial=False) == "asked on 2026-03-01"
        assert refusal_of(connection, "bo@acme.example", "payment", commercial=False) == ""
        suppress(connection, world.now, "ann@acme.example", "*", "bounced", "a test")
        suppress(connection, world.now, "ann@acme.example", "*", "unsubscribed", "a test")
    assert {(row.email, row.reason, row.allowed) for row in world.rows(CONSENT_CHANGE)} >= {
        ("ann@acme.example", "unsubscribed", False),
        ("bo@acme.example", "unsubscribed", False),
    }

    downgrade(world.engine, "0014")
    with begin(world.engine) as connection:
        back = connection.execute(text("SELECT email, topic, reason FROM suppression ORDER BY email")).all()
    assert [tuple(row) for row in back] == rows
