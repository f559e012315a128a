"""(g) The behavior of a whole book: everything the catalog can say of each account."""

import json

from console.program_files import read_program
from tests.benchmarks.book import tidy, write_accounts, write_usage
from tests.benchmarks.figure import Figure, Section
from tests.benchmarks.fleet import home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import EVENTS, NOW, set_stage
from tests.postgres import PostgresServer

METHOD = """\
Accounts with three contacts and a daily history of six events. *Everything* gathers what all fields of the catalog need
and reads every one of them, signals, health and benchmarks included, 500 accounts at a time. *Decisions* gathers only
what the journeys in force ask for. One process; the time is that of the gathering and the reading."""


def measure_behavior(server: PostgresServer, plan: Plan) -> Section:
    """Answer how many accounts a second are looked at whole, and as far as decisions need."""
    section, ids = Section("(g) The behavior of a book", METHOD), range(1, plan.behaviors + 1)
    stage = set_stage(server, "tenure_bench_behavior", read_program())
    write_accounts(stage.dsn, NOW, ids)
    write_usage(stage.dsn, NOW, ids, EVENTS, plan.history_days)
    tidy(stage.dsn)
    with home(plan, stage.url, NOW) as place:
        found = json.loads(place.probe("tests.benchmarks.probe_behavior", str(plan.behaviors), str(plan.runs)))
    section.figures = [Figure(name, "accounts/s", tuple(speeds)) for name, speeds in found["speeds"].items()]
    book = f"{plan.behaviors:,} accounts, {plan.history_days} days of history, {found['fields']} fields"
    section.remarks.append(f"{book}; {found['queries']} queries for a batch of 500 when everything is asked for.")
    server.drop("tenure_bench_behavior")
    return section
