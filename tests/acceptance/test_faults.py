"""Processes that freeze, lines that are cut, deploys in the middle of a batch: the provider's ledger is the witness."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from console.demo.stage import Stage, set_stage
from emails.standin.handle import StandIn
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.hearing import hear
from models.intake import record_accounts, record_contacts
from models.tables import TASK, TOUCHPOINT
from tests.first_month import first_month
from tests.provider import accepted_keys
from workers.clocks import machine_time, write_instant

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
ACCOUNTS = 60
QUICK = {"TENURE_LEASE_SECONDS": "4", "TENURE_DEADLINE_SECONDS": "2", "TENURE_PATIENCE_SECONDS": "0.5"}
SLOWLY = {"answer": "slow", "seconds": 0.1}


@contextmanager
def welcoming(folder: Path, database: str, *troubles: dict[str, object]) -> Iterator[Stage]:
    """Let many accounts be welcomed at once, by real processes."""
    with set_stage(folder, dict(first_month()), MONDAY, database, extra=QUICK, troubles=troubles) as stage:
        names = [f"account{number}" for number in range(ACCOUNTS)]
        told = {"timezone": "UTC", "signed_up_at": MONDAY, "seats": 10, "arr_cents": 900_000}
        people = [{"first_name": "Ada", "role": "admin", "email": f"ada@{name}.example"} for name in names]
        with begin(stage.engine) as connection:
            record_accounts(connection, MONDAY, [AccountFacts(name, told) for name in names])
            facts = [ContactFacts(f"{name}-ada", name, person) for name, person in zip(names, people, strict=True)]
            record_contacts(connection, MONDAY, facts)
            hear(connection, MONDAY, dict.fromkeys(("product", "billing", "support"), MONDAY))
        yield stage


def until(condition: Callable[[], bool]) -> None:
    """Return as soon as it holds; give up when it takes far too long."""
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def states(stage: Stage) -> Counter[str]:
    query = select(TOUCHPOINT.c.state, func.count()).where(TOUCHPOINT.c.step == "welcome").group_by(TOUCHPOINT.c.state)
    with look(stage.engine) as connection:
        return Counter(dict(connection.execute(query).all()))


def is_settled(stage: Stage) -> bool:
    found = states(stage)
    return found.total() == ACCOUNTS and not found["planned"] and not found["sending"]


def is_postponed(stage: Stage) -> bool:
    """Answer whether every mail that is still planned is so for later."""
    with look(stage.engine) as connection:
        waiting = connection.execute(select(TOUCHPOINT.c.due_at).where(TOUCHPOINT.c.state == "planned")).scalars().all()
    return bool(waiting) and min(waiting) > MONDAY and not states(stage)["sending"]


def is_past_its_leases(stage: Stage) -> bool:
    """Answer whether every lease on a mail has run out, or is gone: whoever froze with one is taken for dead."""
    with look(stage.engine) as connection:
        query = select(TOUCHPOINT.c.id).where(TOUCHPOINT.c.leased_until > machine_time())
        return connection.execute(query).first() is None


def tell(stage: Stage, number: int) -> None:
    """Send a signal to the worker and all its children, as far as they are in its group."""
    worker = next(running for running in stage.processes.running if running.name == "worker")
    os.killpg(worker.process.pid, number)


def standin(stage: Stage) -> StandIn:
    return StandIn((stage.home / "log" / "provider.log").read_text().splitlines()[0])


def check(stage: Stage) -> None:
    """Nobody got it twice; all are accounted for, and humans are asked about what is in doubt."""
    times = Counter(accepted_keys(stage.ledger))
    found = states(stage)
    with look(stage.engine) as connection:
        asked = connection.execute(select(func.count()).where(TASK.c.reason == "mail-unknown")).scalar_one()
    assert max(times.values()) == 1
    assert found["accepted"] + found["unknown"] == ACCOUNTS
    assert found["accepted"] <= len(times)
    assert asked >= found["unknown"]


@pytest.fixture
def url(database: str) -> str:
    """An empty database: the stage migrates it by itself, which changes nothing."""
    return database


def test_a_worker_that_freezes_past_its_leases_sends_nothing_twice(url: str, tmp_path: Path) -> None:
    with welcoming(tmp_path, url, SLOWLY) as stage:
        for _ in range(2):
            until(lambda: states(stage)["sending"] > 0 or is_settled(stage))
            tell(stage, signal.SIGSTOP)
            until(lambda: is_past_its_leases(stage))
            tell(stage, signal.SIGCONT)
        # Who froze before the line to the provider stood had certainly not sent: it tries again after some minutes.
        until(lambda: is_settled(stage) or is_postponed(stage))
        write_instant(stage.clock, MONDAY + timedelta(minutes=10))
        until(lambda: is_settled(stage))
        check(stage)


def test_a_worker_that_is_told_to_stop_leaves_nothing_in_doubt(url: str, tmp_path: Path) -> None:
    with welcoming(tmp_path, url, SLOWLY) as stage:
        worker = next(running for running in stage.processes.running if running.name == "worker")
        until(lambda: len(accepted_keys(stage.ledger)) >= 5)
        worker.process.send_signal(signal.SIGTERM)
        worker.process.wait(30)
        found = states(stage)
        times = Counter(accepted_keys(stage.ledger))

    assert found["sending"] == found["unknown"] == 0
    assert found["planned"] > 0
    assert found["accepted"] == len(times) == times.total()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has no lines to cut
def test_lines_to_the_database_that_are_cut_all_along_cost_no_mail(url: str, tmp_path: Path) -> None:
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    with welcoming(tmp_path, url, SLOWLY) as stage:
        for number in range(2, ACCOUNTS // 2, 2):
            until(lambda: len(accepted_keys(stage.ledger)) >= number or is_settled(stage))  # noqa: B023  (at once)
            with look(stage.engine) as connection:
                connection.execute(cut)
        until(lambda: is_settled(stage))
        check(stage)


def test_a_rate_limit_in_the_middle_of_it_all_ends_by_itself(url: str, tmp_path: Path) -> None:
    limit = {"answer": "429", "share": 0.1, "times": 1, "reset_after": 1}
    with welcoming(tmp_path, url, limit) as stage:
        until(lambda: is_settled(stage))
        check(stage)
        assert states(stage)["accepted"] == ACCOUNTS
        assert standin(stage).stats()["answers"]["429"] > 0
