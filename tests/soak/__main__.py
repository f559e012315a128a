"""`make soak`: all processes under load for an hour; what each took of memory and file descriptors."""

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select

from console.demo.generous import generous
from console.program_files import read_program
from console.publishing import publish_files
from emails.standin.handle import StandIn, in_process
from models.database import begin, look, make_engine
from models.migrate import upgrade
from models.tables import ACCOUNT, CLOSURE, EVENT, TOUCHPOINT
from tests.benchmarks.fleet import Home, home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW
from tests.benchmarks.web import free_port, is_up
from tests.chaos.beside import beside
from tests.people import add_person, token_of
from tests.postgres import postgres_server
from tests.soak.crowd import Crowd, write_keys
from tests.soak.gauge import Gauge
from tests.soak.report import report
from workers.clocks import clock, write_instant

DAY = 120.0  # seconds that a day of the customers' time takes
STEP = 0.5  # seconds between two moves of the clock
SIGN_UPS, EVENTS, LOOKS = 0.5, 40.0, 1.0  # a second
SAMPLES = 240  # over the whole run
TELLING = {"every": 2.0, "copies": 2, "bounced": "-1@soak-[0-9]*77[.]", "unsubscribed": "-0@soak-[0-9]*99[.]"}


def main() -> int:
    """Run; answer 0 if all stayed flat."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="postgresql")
    parser.add_argument("--report", type=Path, default=Path("var/soak.txt"))
    asked = parser.parse_args()
    with database(asked.engine) as url:
        text, is_flat = soak(url, asked.minutes * 60)
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    asked.report.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{text}\nWritten to {asked.report}.\n")
    return 0 if is_flat else 1


def soak(url: str, seconds: float) -> tuple[str, bool]:
    """Answer the report of a run of so many seconds on that database, and whether all is as it should be."""
    engine = make_engine(url)
    upgrade(engine)
    with begin(engine) as connection:
        publish_files(connection, NOW, generous(read_program()), "the soak")
    cookie = token_of(engine, add_person(engine))
    folder = Path(tempfile.mkdtemp(prefix="tenure-soak-"))
    port = free_port()
    with in_process(folder / "ledger.jsonl") as provider:
        told = provider.tell_of_mails(url=f"http://127.0.0.1:{port}/webhooks/sendgrid", **TELLING)
        more = {"PORT": str(port), "SENDGRID_WEBHOOK_KEY": told["public_key"], **write_keys()}
        with home(Plan(), url, NOW, provider.url, more) as place, place.running("web", "worker", "clock") as processes:
            place.until(lambda: is_up(f"http://127.0.0.1:{port}/"), "the start of the web process")
            gauge = Gauge(
                {name: process.pid for name, process in zip(("web", "worker", "clock"), processes, strict=True)},
                max(1.0, seconds / SAMPLES),
            )
            crowd = Crowd(f"http://127.0.0.1:{port}", clock(Path(place.environment["TENURE_CLOCK"])), cookie)
            with gauge.reading(), crowd.at_work(SIGN_UPS, EVENTS, LOOKS), time_passing(place):
                threading.Event().wait(seconds)
            facts, shut = figures(engine, provider)
    engine.dispose()
    shutil.rmtree(folder)
    courses = gauge.courses()
    is_right = all(course.is_flat for course in courses) and not gauge.short_lived() and not shut
    head = f"{seconds / 60:g} minutes on {engine.dialect.name}; a day of the customers' time is {DAY:.0f} s"
    return report(head, courses, facts, crowd, shut, gauge.short_lived()), is_right


@contextmanager
def database(engine: str) -> Iterator[str]:
    """Answer the URL of a new, empty database for as long as the block lasts."""
    if engine == "postgresql":
        with postgres_server(durable=True) as server:
            yield server.create("soak")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/soak.db"


@contextmanager
def time_passing(place: Home) -> Iterator[None]:
    """Move the customers' time for as long as the block lasts."""
    began = time.monotonic()

    def move(over: threading.Event) -> None:
        while not over.wait(STEP):
            passed = timedelta(days=(time.monotonic() - began) / DAY)
            write_instant(Path(place.environment["TENURE_CLOCK"]), NOW + passed)

    with beside(move):
        yield


def figures(engine: Engine, provider: StandIn) -> tuple[dict[str, int], list[str]]:
    """Answer what was done, and which doors are shut that should not be."""
    with look(engine) as connection:
        counts = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in (("accounts", ACCOUNT), ("events", EVENT), ("touchpoints", TOUCHPOINT))
        }
        shut = [f"{row.name}: {row.because}" for row in connection.execute(select(CLOSURE))]
    ledger = provider.ledger()
    done = {"mails": ledger["accepted"], "mails twice": len(ledger["duplicates"])}
    return counts | done | {"provider's events owed": len(provider.events()["owed"])}, shut


if __name__ == "__main__":
    sys.exit(main())
