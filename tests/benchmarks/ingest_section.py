"""(f) Events a second, from HTTP to durable rows and roll-ups."""

from tests.benchmarks.book import tidy, write_accounts
from tests.benchmarks.event_load import bodies, send
from tests.benchmarks.figure import Section, at_least, interleave, share_of
from tests.benchmarks.fleet import Home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage, set_stage
from tests.benchmarks.web import is_up, web_home
from tests.postgres import PostgresServer

TENURE = "Tenure: one web process"
BARE = "the bare loop: one uvicorn that COPYs"
ACCOUNTS = 2_000
WARM_UP = 1_000  # events

METHOD = """\
Requests of 100 `track` events to `/v1/batch`, sixteen at a time over kept connections, for 2,000 accounts with three
people each, over ten days; an answer comes after the commit. Tenure is its real web process: it checks every message,
keeps each event once, counts it per day, person and account, and wakes the accounts that somebody waits for. The bare
loop is a uvicorn of the same kind that parses the body and COPYs the events into the same table, with a commit for each
request; it checks and counts nothing. Both share the machine with PostgreSQL and with whoever sends."""


def measure_ingest(server: PostgresServer, plan: Plan) -> Section:
    """Answer how many events a second Tenure and the bare loop take in."""
    section, stage = Section("(f) Events taken in", METHOD), _stage(server)
    measurements = {BARE: lambda _: _bare(stage, plan), TENURE: lambda _: _tenure(stage, plan)}
    section.figures += interleave(plan.runs, "events/s", measurements)
    tenure = section.figure(TENURE)
    section.aims.append(at_least("(f) events taken in", tenure, 5000))
    section.aims.append(share_of("(f) of the bare loop", tenure, section.figure(BARE), 0.5))
    server.drop("tenure_bench_ingest")
    return section


def _stage(server: PostgresServer) -> Stage:
    stage = set_stage(server, "tenure_bench_ingest")
    write_accounts(stage.dsn, NOW, range(1, ACCOUNTS + 1))
    tidy(stage.dsn)
    return stage


def _tenure(stage: Stage, plan: Plan) -> float:
    with web_home(plan, stage) as (place, url), place.running("web"):
        return _speed(place, plan, url)


def _bare(stage: Stage, plan: Plan) -> float:
    line = "uvicorn --factory tests.benchmarks.bare_ingest:make_app --port $PORT --log-level warning"
    with web_home(plan, stage) as (place, url), place.commands(line):
        return _speed(place, plan, url)


def _speed(place: Home, plan: Plan, url: str) -> float:
    warm, parts = bodies(NOW, WARM_UP, ACCOUNTS), bodies(NOW, plan.events, ACCOUNTS)
    place.until(lambda: is_up(url), "the start of the web process")
    send(url, warm)
    return plan.events / send(url, parts)
