"""(b) Mails a second to a provider on the same machine."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import psycopg

from emails.standin.handle import in_process
from tests.benchmarks.bare_mails import bare_mails
from tests.benchmarks.figure import Section, at_least, interleave, share_of
from tests.benchmarks.fleet import Home, home
from tests.benchmarks.letters import Letters, plan_letters
from tests.benchmarks.plan import Plan
from tests.benchmarks.specimen import specimen
from tests.benchmarks.stage import NOW
from tests.postgres import PostgresServer

TENURE = "Tenure: clock, broker and workers"
BARE = "the bare loop, as many processes and threads"
WARM_UP = 200  # mails, for every process to read the program before the time runs

METHOD = """\
Welcome mails, planned before and all due at once; the time runs until the provider has accepted the last and that is
on disk. Tenure is its real processes: the clock hints, Valkey carries the hints, `dramatiq workers` claims, looks once
more whether the mail should go, renders, and posts between two transactions. The bare loop renders the same template,
does the same durable writes (claim; attempt and state; result, attempt and ledger) in as many commits, and posts the
same body over kept connections."""


def measure_mails(server: PostgresServer, plan: Plan) -> Section:
    """Answer how many mails a second Tenure and the bare loop send."""
    section = Section("(b) Mails to a provider on this machine", METHOD)
    letters = plan_letters(server, plan, plan.runs * (2 * plan.mails + WARM_UP))
    ids = iter(letters.ids)
    with tempfile.TemporaryDirectory() as folder, in_process(Path(folder) / "ledger", "--no-fsync") as provider:
        measurements = {
            BARE: lambda _: _bare(letters, plan, ids, f"{provider.url}/v3/mail/send"),
            TENURE: lambda _: _tenure(letters, plan, ids, provider.url),
        }
        section.figures += interleave(plan.runs, "mails/s", measurements)
        if provider.ledger()["duplicates"]:
            raise RuntimeError("the provider got a mail twice")
    tenure = section.figure(TENURE)
    section.aims.append(at_least("(b) mails", tenure, 300))
    section.aims.append(share_of("(b) of the bare loop", tenure, section.figure(BARE), 0.6))
    return section


def _bare(letters: Letters, plan: Plan, ids: Iterator[int], url: str) -> float:
    part, mail = list(islice(ids, plan.mails)), specimen(letters.stage)
    letters.release(part)
    seconds = bare_mails(letters.stage.dsn, plan, NOW, mail, url)
    letters.check(part)
    return plan.mails / seconds


def _tenure(letters: Letters, plan: Plan, ids: Iterator[int], url: str) -> float:
    with home(plan, letters.stage.url, NOW, url) as place, place.running("worker", "clock"):
        _seconds(letters, place, list(islice(ids, WARM_UP)))
        return plan.mails / _seconds(letters, place, list(islice(ids, plan.mails)))


def _seconds(letters: Letters, place: Home, part: Sequence[int]) -> float:
    with psycopg.connect(letters.stage.dsn, autocommit=True) as connection:
        letters.release(part)
        began = time.perf_counter()
        ended = place.until(lambda: not letters.unsettled(connection), f"the sending of {len(part):,} mails")
    letters.check(part)
    return ended - began
