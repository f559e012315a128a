"""A deploy in the middle of a batch, to the processes of the Procfile: the provider's ledger is the witness."""

import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from console.demo.stage import Stage, set_stage
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.hearing import hear
from models.intake import record_accounts, record_contacts
from models.tables import TOUCHPOINT
from tests.first_month import first_month
from tests.provider import accepted_keys

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


@pytest.fixture
def url(database: str) -> str:
    """An empty database: the stage migrates it by itself, which changes nothing."""
    return database


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
