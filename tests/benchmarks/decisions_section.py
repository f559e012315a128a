"""(a) Account decisions a second."""

from tests.benchmarks.bare_decisions import bare_decisions
from tests.benchmarks.book import make_due
from tests.benchmarks.figure import Measurement, Section, at_least, interleave, share_of
from tests.benchmarks.lap import lap
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage

TENURE = "Tenure: clock, broker and workers"
WHOLE = "the same, in all journeys that ship"
BARE = "the bare loop, in as many processes as Tenure has workers"
BARE_ONE = "the bare loop, in one process"

METHOD = """\
Every account has three contacts, an open onboarding enrollment whose next step is days ahead, and ten days of use.
Many become due at once; the time runs until the last is dealt with. Tenure is its real processes: the clock leases,
Valkey carries the hints, `dramatiq workers` gathers, decides and records. The bare loop claims 500 accounts at a time,
reads the same rows with psycopg and writes the same rows in bulk; it decides nothing. The program has one journey; in
the last line it is everything that ships, some forty journeys with all signs they start from, and health."""


def measure_decisions(stage: Stage, whole: Stage, plan: Plan) -> Section:
    """Answer how many accounts a second Tenure and the bare loop deal with; `whole` has all journeys that ship."""
    section = Section("(a) Account decisions, nothing to send", METHOD)
    measurements = {
        BARE: _bare(stage, plan, plan.processes),
        BARE_ONE: _bare(stage, plan, 1),
        TENURE: _tenure(stage, plan),
        WHOLE: _whole(whole, plan),
    }
    section.figures += interleave(plan.runs, "accounts/s", measurements)
    section.remarks.append(_read(stage))
    tenure = section.figure(TENURE)
    section.aims.append(at_least("(a) account decisions", tenure, 3000))
    section.aims.append(share_of("(a) of one bare loop", tenure, section.figure(BARE_ONE), 0.5))
    section.aims.append(share_of("(a) of as many bare loops as workers", tenure, section.figure(BARE), 0.5))
    return section


def _read(stage: Stage) -> str:
    totals, windows = len(stage.totals), len(stage.windows)
    return (
        f"Read of each account is what the conditions in force ask for: its contacts, enrollments and open tasks, the "
        f"totals of {totals} events, and the daily counts of {windows or 'none'}."
    )


def _bare(stage: Stage, plan: Plan, processes: int) -> Measurement:
    def measure(run: int) -> float:
        make_due(stage.dsn, NOW, _slice(plan, run))
        return plan.slice_accounts / bare_decisions(stage, NOW, processes)

    return measure


def _tenure(stage: Stage, plan: Plan) -> Measurement:
    return lambda run: plan.slice_accounts / lap(stage, plan, _slice(plan, run))


def _whole(stage: Stage, plan: Plan) -> Measurement:
    share = plan.whole_accounts // plan.runs
    return lambda run: share / lap(stage, plan, range(run * share + 1, (run + 1) * share + 1))


def _slice(plan: Plan, run: int) -> range:
    first = run * plan.slice_accounts % plan.accounts + 1
    return range(first, first + plan.slice_accounts)
