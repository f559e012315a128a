"""A book of business that nobody here wrote, told through the API: the same behavior as by import."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, select

from console.importing.load import Setting, load
from console.importing.plan import make_plan
from console.importing.read_map import read_map
from console.web import web
from journeys.behavior import Behavior
from journeys.needs import Counts, Crowd, Details, Need, Users
from journeys.reserved import RESERVED
from journeys.success import Feed
from models.database import begin, look, make_engine
from models.tables import ACCOUNT, EVENT, REFUSAL
from tests.ingest import KEYS, ingesting_app, publish, rows
from tests.site import served
from workers.gather import gather
from workers.gather_feeds import beginnings_of

ROOT = Path(__file__).parents[2]
BOOK = ROOT.parent / "shared" / "data" / "ravenstack"
MAP = ROOT / "console" / "importing" / "maps" / "ravenstack.yaml"
NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
A_BATCH = 1500
FEEDS = [Feed(name, (), timedelta(days=2)) for name in ("product", "support", "billing")]
BEGAN = {"product": "2023-01", "support": "2023-01", "billing": "2023-03"}
TRAITS = ("name", "plan", "industry", "country", "timezone", "seats", "billing_frequency", "trial", "owner")
DATES = ("signed_up_at", "churned_at", "renewal_on")

pytestmark = pytest.mark.skipif(not BOOK.is_dir(), reason=f"the RavenStack data set is not at {BOOK}")


@pytest.fixture(scope="module")
def imported(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database into which the book was imported."""
    tmp_path = tmp_path_factory.mktemp("imported")
    engine = make_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'imported.db')}")
    plan = make_plan(read_map(MAP), sorted(BOOK.glob("*.csv")))
    load(plan, Setting(partial(begin, engine), NOW, date(2025, 1, 1), tmp_path, lambda _: None))
    yield engine
    engine.dispose()


def test_the_book_told_through_the_api_behaves_as_it_does_imported(
    imported: Engine, engine: Engine, tmp_path: Path
) -> None:
    publish(engine, NOW)
    with served(web(ingesting_app(engine, tmp_path, lambda: NOW))) as api:
        tell(api, "billing", [about(row) for row in everything(imported, select(ACCOUNT))])
        homes = dict(rows(imported, ACCOUNT, "id", "key"))
        events = everything(imported, select(EVENT).order_by(EVENT.c.id))
        for feed in ("support", "product", "billing"):
            tell(api, feed, [happened(row, homes) for row in events if row["feed"] == feed], "/v1/import")

    names = {row["name"] for row in events}
    assert len(events) > 29_000
    assert rows(engine, REFUSAL, "reason") == []
    with look(engine) as connection:
        assert {name: f"{day:%Y-%m}" for name, day in beginnings_of(connection, FEEDS).items()} == BEGAN
    assert behaviors(engine, names) == behaviors(imported, names)


def tell(api: httpx.Client, source: str, messages: list[dict[str, Any]], path: str = "/v1/batch") -> None:
    """Post the messages in batches, with the key of a source."""
    for start in range(0, len(messages), A_BATCH):
        batch = {"batch": messages[start : start + A_BATCH]}
        answer = api.post(path, json=batch, auth=(KEYS[source], ""))
        assert (answer.status_code, answer.json()) == (200, {"success": True})


def about(row: Mapping[str, Any]) -> dict[str, Any]:
    """Answer a call that tells of an account what stands in its row."""
    traits = {**row["traits"], **{name: row[name] for name in TRAITS}, "arr": row["arr_cents"] / 100}
    dates = {name: row[name].isoformat() for name in DATES if row[name]}
    return {"type": "group", "groupId": row["key"], "userId": None, "traits": {**traits, **dates}}


def happened(row: Mapping[str, Any], homes: Mapping[int, str]) -> dict[str, Any]:
    """Answer a call that tells of what happened at an account, at a moment or on a day."""
    return {
        "type": "track",
        "messageId": row["message_id"],
        "event": row["name"],
        "timestamp": (row["day"] or row["at"]).isoformat(),
        "context": {"groupId": homes[row["account_id"]], "amount": row["amount"]},
        "properties": row["properties"],
    }


def behaviors(engine: Engine, names: set[str]) -> dict[str, Behavior]:
    """Answer the behavior of every account, as far back as anybody looks; when feeds were heard does not count."""
    with look(engine) as connection:
        accounts = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.key)).all()
        standings = gather(connection, accounts, needs_of(names), NOW, FEEDS)
    return {one.account.key: replace(one.behavior, feeds={}, returns={}) for one in standings}


def needs_of(names: set[str]) -> frozenset[Need]:
    """Answer everything that can be asked about these events."""
    needs: set[Need] = {Crowd(frozenset(names), 90)}
    needs.update(Counts(name, days) for name in names for days in (None, 400))
    needs.update(Users(name, 90) for name in names)
    return frozenset(needs.union(Details(name) for name in names & RESERVED.keys()))


def everything(engine: Engine, query: Any) -> list[Mapping[str, Any]]:
    with look(engine) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
