"""Mails that wait to be sent: planned by Tenure itself for accounts that signed up an hour ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import psycopg

from tests.benchmarks.book import make_due, tidy, write_accounts
from tests.benchmarks.fleet import home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage, set_stage
from tests.postgres import PostgresServer

LATER = timedelta(days=300)

PLANNED = "SELECT id FROM touchpoint WHERE state = 'planned' ORDER BY id"
PARK = "UPDATE touchpoint SET due_at = %s, hinted_at = NULL WHERE state = 'planned'"
RELEASE = "UPDATE touchpoint SET due_at = %s, hinted_at = NULL WHERE id = ANY(%s)"
UNSETTLED = """
SELECT 1 FROM touchpoint WHERE state = 'planned' AND due_at <= %(now)s
UNION ALL SELECT 1 FROM touchpoint WHERE state = 'sending' LIMIT 1
"""
UNSENT = "SELECT state, because, count(*) FROM touchpoint WHERE id = ANY(%s) AND state <> 'accepted' GROUP BY 1, 2"


@dataclass(frozen=True, slots=True)
class Letters:
    """A stage with planned mails, none of them due."""

    stage: Stage
    ids: Sequence[int]

    def release(self, ids: Sequence[int]) -> None:
        """Make these mails due."""
        with psycopg.connect(self.stage.dsn, autocommit=True) as connection:
            connection.execute(RELEASE, (NOW, list(ids)))

    def unsettled(self, connection: psycopg.Connection[tuple[object, ...]]) -> bool:
        """Answer whether a mail is due or under way."""
        return connection.execute(UNSETTLED, {"now": NOW}).fetchone() is not None

    def check(self, ids: Sequence[int]) -> None:
        """Raise if one of these mails was not accepted by the provider."""
        with psycopg.connect(self.stage.dsn) as connection:
            unsent = connection.execute(UNSENT, (list(ids),)).fetchall()
        if unsent:
            raise RuntimeError(f"not every mail was sent: {unsent}")


def plan_letters(server: PostgresServer, plan: Plan, mails: int) -> Letters:
    """Answer that many planned mails, one for each account."""
    stage, accounts = set_stage(server, "tenure_bench_mails"), range(1, mails + 1)
    write_accounts(stage.dsn, NOW, accounts, signed_up=timedelta(hours=1))
    make_due(stage.dsn, NOW, accounts)
    with home(plan, stage.url, NOW) as place:
        place.probe("tests.benchmarks.probe_plans", str(mails))
    with psycopg.connect(stage.dsn, autocommit=True) as connection:
        connection.execute(PARK, (NOW + LATER,))
        ids = [row[0] for row in connection.execute(PLANNED)]
    if len(ids) < mails:
        raise RuntimeError(f"{len(ids)} mails were planned for {mails} accounts")
    tidy(stage.dsn)
    return Letters(stage, ids)
