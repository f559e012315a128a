"""A book of business that nobody here wrote: what the import makes of it, against a computation of its own."""

import csv
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from console.importing.load import Setting, load
from console.importing.plan import make_plan
from console.importing.read_map import read_map
from console.importing.tally import Tally
from models.database import begin, look
from models.tables import ACCOUNT, EVENT, EVENT_DAY, EVENT_TOTAL, FEED

ROOT = Path(__file__).parents[2]
BOOK = ROOT.parent / "shared" / "data" / "ravenstack"
MAP = ROOT / "console" / "importing" / "maps" / "ravenstack.yaml"
AS_OF = date(2025, 1, 1)

pytestmark = pytest.mark.skipif(not BOOK.is_dir(), reason=f"the RavenStack data set is not at {BOOK}")


def run(engine: Engine, folder: Path, now: datetime, path: Path = MAP) -> Tally:
    plan = make_plan(read_map(path), sorted(BOOK.glob("*.csv")))
    return load(plan, Setting(partial(begin, engine), now, AS_OF, folder, lambda _: None))


def book(name: str) -> Iterator[dict[str, str]]:
    with (BOOK / f"ravenstack_{name}.csv").open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def ask(engine: Engine, query: Any) -> list[tuple[Any, ...]]:
    with look(engine) as connection:
        return [tuple(row) for row in connection.execute(query)]


def next_renewal(starts: date, monthly: bool) -> date:
    """Walk from the start, month by month, until the day is past: slow, and not how the import does it."""
    for month in range(1 if monthly else 12, 600, 1 if monthly else 12):
        year, place = starts.year + (starts.month - 1 + month) // 12, (starts.month - 1 + month) % 12 + 1
        day = date(year, place, min(starts.day, monthrange(year, place)[1]))
        if day > AS_OF:
            return day
    raise AssertionError


def test_the_whole_book_goes_in_once(engine: Engine, tmp_path: Path, now: datetime) -> None:
    first = run(engine, tmp_path, now)
    again = run(engine, tmp_path, now)

    assert (first.rejected, first.conflicts, again.rejected, again.conflicts) == (0, 0, 0, 0)
    assert (again.total("new"), again.total("changed")) == (0, 0)
    assert ask(engine, select(func.count()).select_from(ACCOUNT)) == [(500,)]
    feeds = select(EVENT.c.feed, func.count()).group_by(EVENT.c.feed).order_by(EVENT.c.feed)
    assert ask(engine, feeds) == [("billing", 600), ("product", 25_000), ("support", 4_095)]
    check_tickets(engine)
    assert not list(tmp_path.glob("*.rejects.csv"))
    check_rollups(engine)
    check_accounts(engine)
    check_figures(engine)


def check_tickets(engine: Engine) -> None:
    rows = [*book("support_tickets")]
    expected = {
        "ticket opened": len(rows),
        "ticket solved": sum(bool(row["closed_at"]) for row in rows),
        "ticket escalated": sum(row["escalation_flag"] == "True" for row in rows),
    }
    assert (expected["ticket opened"], expected["ticket solved"]) == (2_000, 2_000)
    query = select(EVENT.c.name, func.count()).where(EVENT.c.reserved).group_by(EVENT.c.name)
    assert dict(ask(engine, query)) == expected
    said: dict[str, dict[str, object]] = defaultdict(dict)
    for name, properties in ask(engine, select(EVENT.c.name, EVENT.c.properties).where(EVENT.c.reserved)):
        said[name][properties["ticket"]] = properties.get("csat") or properties.get("severity")
    severities = {row["ticket_id"]: row["priority"].replace("medium", "normal") for row in rows}
    answers = {row["ticket_id"]: float(row["satisfaction_score"] or 0) or None for row in rows}
    assert (said["ticket opened"], said["ticket solved"]) == (severities, answers)


def check_rollups(engine: Engine) -> None:
    used: dict[str, int] = defaultdict(int)
    for row in book("feature_usage"):
        used[row["feature_name"]] += int(row["usage_count"])
    for table in (EVENT_DAY, EVENT_TOTAL):
        totals = (
            select(table.c.name, func.sum(table.c.amount)).where(table.c.name.like("feature%")).group_by(table.c.name)
        )
        assert {name: int(amount) for name, amount in ask(engine, totals)} == used
    assert ask(engine, select(FEED.c.latest_at).where(FEED.c.name == "product")) == [
        (datetime(2025, 1, 1, tzinfo=UTC),)  # it tells of days, the last of which is over by then
    ]


def check_accounts(engine: Engine) -> None:
    names = ("key", "name", "country", "seats", "plan", "trial", "signed_up_at", "churned_at")
    stored = ask(engine, select(*(ACCOUNT.c[name] for name in names)).order_by(ACCOUNT.c.key))
    assert stored == [
        (
            row["account_id"], row["account_name"], row["country"].replace("UK", "GB"), int(row["seats"]),
            row["plan_tier"], row["is_trial"] == "True",
            datetime.combine(date.fromisoformat(row["signup_date"]), datetime.min.time(), UTC), None,
        )
        for row in sorted(book("accounts"), key=lambda row: row["account_id"])
    ]  # fmt: skip


def check_figures(engine: Engine) -> None:
    arr: dict[str, int] = defaultdict(int)
    renewals: dict[str, dict[str, list[date]]] = defaultdict(lambda: defaultdict(list))
    for row in book("subscriptions"):
        if not row["end_date"]:
            starts, frequency = date.fromisoformat(row["start_date"]), row["billing_frequency"]
            arr[row["account_id"]] += int(row["arr_amount"]) * 100
            renewals[row["account_id"]][frequency].append(next_renewal(starts, frequency == "monthly"))
    expected = [
        (key, arr[key], "annual" if found["annual"] else "monthly", min(found["annual"] or found["monthly"]))
        for key, found in sorted(renewals.items())
    ]
    columns = [ACCOUNT.c[name] for name in ("key", "arr_cents", "billing_frequency", "renewal_on")]
    assert len(expected) == 500
    assert ask(engine, select(*columns).order_by(ACCOUNT.c.key)) == expected


def test_a_key_that_names_two_rows_is_a_conflict_with_both_lines(engine: Engine, tmp_path: Path, now: datetime) -> None:
    careless = tmp_path / "careless.yaml"
    careless.write_text(MAP.read_text().replace("key: [usage_id, subscription_id, usage_date]", "key: usage_id"))

    tally = run(engine, tmp_path, now, careless)

    assert (tally.conflicts, tally.rejected) == (21, 0)
    assert ask(engine, select(func.count()).where(EVENT.c.feed == "product")) == [(24_979,)]
    lines: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(book("feature_usage"), start=2):
        lines[row["usage_id"]].append(number)
    with (tmp_path / "ravenstack_feature_usage.rejects.csv").open(encoding="utf-8-sig", newline="") as handle:
        told = [(row["reason"].split(": ")[0], int(row["line"])) for row in csv.DictReader(handle)]
    assert sorted(told) == sorted(
        (f"conflict with ravenstack_feature_usage.csv:{first}", second)
        for first, second in (places for places in lines.values() if len(places) == 2)
    )
