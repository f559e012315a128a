"""Killed in the middle, an import can simply be run again; and however long the file, memory stays flat."""

import gc
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from console.importing import load as loading
from console.importing.door import LASTS
from console.importing.load import Setting, load
from console.importing.plan import make_plan
from console.importing.read_map import read_map
from models.database import begin, look, make_engine
from models.doors import IMPORTING, shut_doors
from models.tables import EVENT, EVENT_TOTAL
from workers.clocks import machine_time

ROWS = 40_000
MAP = """\
files:
  accounts.csv: {accounts: {key: id}}
  events.csv:
    events:
      app: {key: id, account: account, at: at, name: name, feed: {always: product}}
"""


def write(folder: Path, rows: int) -> list[str]:
    (folder / "map.yaml").write_text(MAP)
    (folder / "accounts.csv").write_text("id\n" + "".join(f"a{number}\n" for number in range(50)))
    with (folder / "events.csv").open("w") as file:
        file.write("id,account,at,name\n")
        file.writelines(f"{number},a{number % 50},2026-02-{number % 28 + 1:02d},login\n" for number in range(rows))
    return [str(folder / name) for name in ("accounts.csv", "events.csv")]


def events(engine: Engine) -> int:
    with look(engine) as connection:
        return connection.execute(select(func.count()).select_from(EVENT)).scalar_one()


def start(database: str, folder: Path, files: list[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from console.cli import main; main()", "import", *files]
    environment = os.environ | {
        "DATABASE_URL": database,
        "TENURE_HOME": str(folder),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return subprocess.Popen(
        [*command, "--map", str(folder / "map.yaml")], env=environment, cwd=folder, stdout=subprocess.DEVNULL
    )


def test_an_import_that_was_killed_completes_when_run_again(engine: Engine, database: str, tmp_path: Path) -> None:
    files = write(tmp_path, ROWS)
    process = start(database, tmp_path, files)
    while process.poll() is None and not events(engine):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert 0 < events(engine) < ROWS
    machine = machine_time()
    with look(engine) as connection:
        assert [shut_doors(connection, machine + wait) for wait in (timedelta(0), LASTS)] == [{IMPORTING}, set()]

    assert start(database, tmp_path, files).wait() == 0

    assert events(engine) == ROWS
    with look(engine) as connection:
        assert connection.execute(select(func.sum(EVENT_TOTAL.c.amount))).scalar_one() == ROWS


def test_two_imports_of_the_same_files_at_once_add_nothing_twice(engine: Engine, tmp_path: Path, now: datetime) -> None:
    files = [Path(file) for file in write(tmp_path, 2_000)]
    setting = Setting(partial(begin, engine), now, now.date(), tmp_path, lambda _: None)

    with ThreadPoolExecutor() as pool:
        tallies = list(pool.map(lambda _: load(make_plan(read_map(tmp_path / "map.yaml"), files), setting), range(3)))

    assert sum(tally.total("new") for tally in tallies) == 2_050
    assert sum(tally.total("known") for tally in tallies) == 2 * 2_050
    assert events(engine) == 2_000
    with look(engine) as connection:
        assert connection.execute(select(func.sum(EVENT_TOTAL.c.amount))).scalar_one() == 2_000


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_memory_does_not_grow_with_the_file(
    database: str, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(database)  # what it has compiled is its own, and all of that in the first of three
    monkeypatch.setattr(loading, "BATCH", 250)
    _, short, long = (peak(engine, tmp_path, now, rows) for rows in (1_500, 1_500, 6_000))

    engine.dispose()
    assert long < short * 1.2


def collect(_: object) -> None:
    """Let nothing lie about: when the collector goes its rounds depends on all that lived before."""
    gc.collect()


def peak(engine: Engine, folder: Path, now: datetime, rows: int) -> int:
    files = [Path(file) for file in write(folder, rows)]
    plan = make_plan(read_map(folder / "map.yaml"), files)
    tracemalloc.start()
    load(plan, Setting(partial(begin, engine), now, now.date(), folder, collect))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
