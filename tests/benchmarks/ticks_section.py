"""(e) What a tick costs beside few and beside many enrollments that are not due."""

import json

from tests.benchmarks.book import enroll, tidy, write_accounts, write_usage
from tests.benchmarks.figure import Aim, Figure, Section
from tests.benchmarks.fleet import home
from tests.benchmarks.plan import Plan
from tests.benchmarks.probe_ticks import due_ranges
from tests.benchmarks.progress import tell
from tests.benchmarks.stage import EVENTS, NOW, Stage, set_stage
from tests.postgres import PostgresServer

SAME = 1.25  # what counts as the same: no more than a quarter dearer

METHOD = """\
The clock's tick (can time be trusted, what is due, lease it, hint at it) and then the look at all it found, in one
process. The same number is due beside few and beside many enrollments; every time other accounts, spread over all."""


def measure_ticks(server: PostgresServer, plan: Plan) -> Section:
    """Answer what a tick costs, in milliseconds, beside few and beside many enrollments."""
    section = Section("(e) A tick", METHOD)
    costs = []
    for enrollments in (plan.small_enrollments, plan.large_enrollments):
        idle, found, looked = _ticks(server, plan, enrollments)
        beside = f"beside {enrollments:,} enrollments"
        section.figures += [
            Figure(f"a tick that finds nothing, {beside}", "ms", idle),
            Figure(f"a tick that finds {plan.due_accounts:,} accounts, {beside}", "ms", found),
            Figure(f"that tick and the look at them, {beside}", "ms", tuple(map(sum, zip(found, looked, strict=True)))),
        ]
        costs.append(section.figures[-1].median)
    ratio = costs[1] / costs[0]
    section.aims.append(Aim("(e) tick beside many, of beside few", f"≤ {SAME:.0%}", f"{ratio:.0%}", ratio <= SAME))
    return section


def _ticks(server: PostgresServer, plan: Plan, enrollments: int) -> tuple[tuple[float, ...], ...]:
    tell(f"    writing {enrollments:,} enrollments")
    stage = _stage(server, plan, enrollments)
    with home(plan, stage.url, NOW) as place:
        words = (stage.dsn, enrollments, plan.due_accounts, plan.ticks)
        rounds = json.loads(place.probe("tests.benchmarks.probe_ticks", *map(str, words)))
    server.drop(f"tenure_bench_{enrollments}")
    return tuple(zip(*rounds, strict=True))


def _stage(server: PostgresServer, plan: Plan, enrollments: int) -> Stage:
    stage, ids = set_stage(server, f"tenure_bench_{enrollments}"), range(1, enrollments + 1)
    write_accounts(stage.dsn, NOW, ids, contacts=1)
    enroll(stage.dsn, NOW, ids, stage.standing)
    for due in due_ranges(enrollments, plan.due_accounts, plan.ticks):
        write_usage(stage.dsn, NOW, due, EVENTS)
    tidy(stage.dsn)
    return stage
