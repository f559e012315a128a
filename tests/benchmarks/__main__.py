"""`make bench`: measure everything, side by side, and write RESULTS.md. With QUICK=1 only to see that it runs."""

import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path

from console.program_files import read_program
from tests.benchmarks.behavior_section import measure_behavior
from tests.benchmarks.decisions_section import TENURE as DECIDING
from tests.benchmarks.decisions_section import measure_decisions
from tests.benchmarks.figure import Section, ahead_of
from tests.benchmarks.ingest_section import measure_ingest
from tests.benchmarks.machine import machine_facts
from tests.benchmarks.mails_section import TENURE as MAILING
from tests.benchmarks.mails_section import measure_mails
from tests.benchmarks.memory_section import measure_memory
from tests.benchmarks.peers_section import DBOS, DRIP, measure_peers
from tests.benchmarks.plan import QUICK, Plan, chosen_plan
from tests.benchmarks.progress import tell
from tests.benchmarks.reaction_section import measure_reaction
from tests.benchmarks.report import report
from tests.benchmarks.specimen import specimen
from tests.benchmarks.stage import set_book
from tests.benchmarks.ticks_section import measure_ticks
from tests.benchmarks.writing_section import measure_writing
from tests.postgres import PostgresMissing, PostgresServer, postgres_server
from workers.clocks import machine_time

RESULTS = Path(__file__).parent / "RESULTS.md"


def main() -> int:
    """Answer the exit code: 1 if something could not be measured. An aim that is not met is no failure of the run."""
    plan, began = chosen_plan(), time.monotonic()
    try:
        with postgres_server(durable=True) as server:
            facts = machine_facts(server.dsn("postgres"), machine_time().astimezone(UTC).date())
            sections = measure(server, plan)
    except PostgresMissing as missing:
        tell(str(missing))
        return 1
    page = report(facts, sections, quick=plan == QUICK)
    tell(f"\n{page}\nMeasured in {(time.monotonic() - began) / 60:.1f} minutes.")
    if plan != QUICK:
        RESULTS.write_text(page)
        tell(f"Written to tests/benchmarks/{RESULTS.name}")
    return int(any(remark.startswith("Not measured") for section in sections for remark in section.remarks))


def measure(server: PostgresServer, plan: Plan) -> Sequence[Section]:
    """Answer every section; one that fails says so and keeps no other from being measured."""
    tell(f"Writing a book of {plan.accounts:,} accounts")
    book = set_book(server, "tenure_bench_book", plan.accounts)
    whole = set_book(server, "tenure_bench_whole", plan.whole_accounts, read_program())
    decisions = _section("(a) Account decisions", lambda: measure_decisions(book, whole, plan))
    memory = _section("(d) Memory of the workers", lambda: measure_memory(book, plan))
    page = specimen(book).django_template()
    server.drop("tenure_bench_book")
    server.drop("tenure_bench_whole")
    mails = _section("(b) Mails", lambda: measure_mails(server, plan))
    peers = _section("(c) The peers", lambda: measure_peers(server, plan, page))
    ticks = _section("(e) A tick", lambda: measure_ticks(server, plan))
    ingest = _section("(f) Events taken in", lambda: measure_ingest(server, plan))
    behavior = _section("(g) The behavior of a book", lambda: measure_behavior(server, plan))
    reaction = _section("(h) From an event to the provider", lambda: measure_reaction(server, plan))
    writing = _section("(i) Mails written", lambda: measure_writing(plan))
    peers.aims.append(ahead_of("(c) decisions, against DBOS", decisions.figure(DECIDING), peers.figure(DBOS)))
    peers.aims.append(ahead_of("(c) mails, against django-drip-campaigns", mails.figure(MAILING), peers.figure(DRIP)))
    return decisions, mails, peers, memory, ticks, ingest, behavior, reaction, writing


def _section(title: str, measured: Callable[[], Section]) -> Section:
    tell(title)
    try:
        return measured()
    except Exception as error:  # noqa: BLE001 - the other sections are still worth their time
        tell(traceback.format_exc())  # for whoever sits here; the page must not tell of this machine
        return Section(title, "", remarks=[f"Not measured: {type(error).__name__}."])


if __name__ == "__main__":
    sys.exit(main())
