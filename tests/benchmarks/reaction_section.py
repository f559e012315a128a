"""(h) How long it takes from an event that starts a journey to the call of the provider."""

import json
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3

from console.program_files import read_program
from emails.standin.handle import in_process
from emails.standin.ledger import entries
from tests.benchmarks.book import enroll, tidy, write_accounts
from tests.benchmarks.event_load import HEADERS, bodies
from tests.benchmarks.figure import Aim, Figure, Section
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage, set_stage
from tests.benchmarks.web import is_up, web_home
from tests.postgres import PostgresServer

ACCOUNTS = 2_000
RATE, PART = 500, 20  # events a second that come in beside, and how many of them a request
PAUSE = 0.2  # seconds between two sign-ups
MOST = 1.0  # seconds

METHOD = """\
New customers sign up, five a second: one request to `/v1/batch` with their `group` and `identify` calls. The time runs
from the moment it is sent until the provider has accepted the welcome mail, through the real web process, clock, broker
and workers. With 500 other events a second coming in beside, for 2,000 accounts, and without."""


def measure_reaction(server: PostgresServer, plan: Plan) -> Section:
    """Answer how long a reaction takes, in milliseconds."""
    section, stage = Section("(h) From an event to the provider", METHOD), _stage(server)
    for rate, beside in ((0, "alone"), (RATE, f"beside {RATE} events/s")):
        taken = _reactions(stage, plan, rate)
        ranked = statistics.quantiles(taken, n=100, method="inclusive")
        section.figures += [
            Figure(f"p50, {beside}", "ms", (ranked[49],)),
            Figure(f"p99, {beside}", "ms", (ranked[98],)),
        ]
        section.remarks.append(f"{len(taken)} sign-ups {beside}; the longest took {max(taken):,.0f} ms.")
    slow = section.figures[-1].median / 1000
    section.aims.append(Aim("(h) reaction at p99", f"< {MOST:.0f} s", f"{slow:.2f} s", slow < MOST))
    server.drop("tenure_bench_reaction")
    return section


def _stage(server: PostgresServer) -> Stage:
    stage = set_stage(server, "tenure_bench_reaction", read_program())
    write_accounts(stage.dsn, NOW, range(1, ACCOUNTS + 1))
    enroll(stage.dsn, NOW, range(1, ACCOUNTS + 1), stage.standing)
    tidy(stage.dsn)
    return stage


def _reactions(stage: Stage, plan: Plan, rate: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder, in_process(Path(folder) / "ledger") as provider:
        with web_home(plan, stage, provider.url) as (place, url), place.running("web", "worker", "clock"):
            place.until(lambda: is_up(url), "the start of the web process")
            _sign_up(url, 5, f"warm-{rate}")
            place.until(lambda: provider.ledger()["keys"] == 5, "the first mails")
            with _noise(url, plan, rate):
                sent = _sign_up(url, plan.reactions, f"new-{rate}")
                place.until(lambda: provider.ledger()["keys"] == plan.reactions + 5, "the welcome mails")
        return [
            (entry["time"] - sent[entry["to"]]) * 1000
            for entry in entries(Path(folder) / "ledger")
            if entry["to"] in sent
        ]


def _sign_up(url: str, number: int, name: str) -> Mapping[str, float]:
    """Let customers sign up one by one; answer by address when each did, in Unix time."""
    pool, sent = urllib3.PoolManager(1, retries=False), {}
    for each in range(number):
        key = f"{name}-{each}"
        address = f"ada@{key}.example"
        body = json.dumps({"batch": _calls(key, address)}).encode()
        sent[address] = time.time()
        if pool.request("POST", url, body=body, headers=HEADERS).status != 200:
            raise RuntimeError("a sign-up was not taken")
        time.sleep(PAUSE)
    return sent


def _calls(key: str, address: str) -> list[dict[str, object]]:
    traits = {"name": key, "seats": 5, "arr": 9000, "timezone": "UTC", "signed_up_at": NOW.isoformat()}
    person = {"email": address, "firstName": "Ada", "role": "admin"}
    shared = {"userId": f"ada-{key}", "timestamp": NOW.isoformat()}
    return [
        {"type": "group", "messageId": f"g-{key}", "groupId": key, "traits": traits, **shared},
        {"type": "identify", "messageId": f"i-{key}", "traits": person, **shared},
    ]


@contextmanager
def _noise(url: str, plan: Plan, rate: int) -> Iterator[None]:
    """Send `rate` other events a second for as long as the block lasts."""
    stop = threading.Event()
    seconds = plan.reactions * PAUSE * 3
    parts = bodies(NOW, int(rate * seconds), ACCOUNTS, PART)
    sender = threading.Thread(target=_drip, args=(url, parts, rate, stop))
    sender.start()
    try:
        yield
    finally:
        stop.set()
        sender.join()


def _drip(url: str, parts: list[bytes], rate: int, stop: threading.Event) -> None:
    pool, began = urllib3.PoolManager(1, retries=False), time.monotonic()
    for number, part in enumerate(parts):
        if stop.wait(max(0.0, began + number * PART / rate - time.monotonic())):
            return
        pool.request("POST", url, body=part, headers=HEADERS)
