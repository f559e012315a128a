"""A feed falls silent while the real clock and worker are at work: one mail to the operators, and an end to it."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select

from console.demo.stage import Stage, set_stage
from models.database import begin, look
from models.hearing import hear
from models.tables import ALARM
from tests.first_month import first_month
from tests.provider import accepted_keys
from workers.clocks import write_instant

MONDAY = datetime(2026, 3, 2, 10, tzinfo=UTC)
FEEDS = ("product", "billing", "support")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def until(condition: Callable[[], bool]) -> None:
    """Return as soon as it holds; give up when it takes far too long."""
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def told(stage: Stage, at: datetime) -> None:
    """Let every feed be heard at that time, and the time come."""
    with begin(stage.engine) as connection:
        hear(connection, at, dict.fromkeys(FEEDS, at))
    write_instant(stage.clock, at)


def alarms(stage: Stage) -> list[bool]:
    """Answer of each alarm there was whether it is open."""
    with look(stage.engine) as connection:
        return [
            cleared is None for cleared in connection.execute(select(ALARM.c.cleared_at).order_by(ALARM.c.id)).scalars()
        ]


def test_each_silence_is_told_to_the_operators_once(database: str, tmp_path: Path) -> None:
    with set_stage(tmp_path, dict(first_month()), MONDAY, database) as stage:
        told(stage, MONDAY)
        write_instant(stage.clock, MONDAY + 3 * DAY)
        until(lambda: accepted_keys(stage.ledger) == ["alarm-1"])
        for hours in range(1, 4):
            write_instant(stage.clock, MONDAY + 3 * DAY + hours * HOUR)

        told(stage, MONDAY + 4 * DAY)
        told(stage, MONDAY + 4 * DAY + 2 * HOUR)
        until(lambda: alarms(stage) == [False])
        write_instant(stage.clock, MONDAY + 7 * DAY)
        until(lambda: len(accepted_keys(stage.ledger)) > 1)

        assert accepted_keys(stage.ledger) == ["alarm-1", "alarm-2"]
        assert alarms(stage) == [False, True]
