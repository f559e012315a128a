"""A book of accounts with realistic rows, written in bulk by PostgreSQL itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

CONTACTS = 3
DAYS = 10  # with six events: sixty daily counts an account


@dataclass(frozen=True, slots=True)
class Standing:
    """Where every enrollment of the book stands: signed up ten days ago, the next step some days ahead."""

    journey: str
    step: str
    publication: int
    events: Sequence[str]


ACCOUNTS = """
INSERT INTO account (id, key, name, plan, industry, country, timezone, seats, arr_cents, billing_frequency, trial,
                     signed_up_at, traits, created_at)
SELECT i, 'account-' || i, 'Company ' || i, (ARRAY['starter', 'team', 'business'])[1 + i %% 3], 'software', 'US',
       (ARRAY['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'])[1 + i %% 4], 5 + i %% 20, 100000 + i %% 900000,
       'monthly', false, %(now)s::timestamptz - interval '10 days', '{}', %(now)s::timestamptz - interval '10 days'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
"""

CONTACT = """
INSERT INTO contact (id, account_id, key, email, first_name, last_name, role, traits, created_at)
SELECT i * 3 + n, i, 'person-' || i || '-' || n, 'person' || n || '@company' || i || '.example', 'Robin', 'Doe',
       (ARRAY['admin', 'champion', 'user'])[1 + n], '{}', %(now)s::timestamptz - interval '10 days'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i, generate_series(0, %(contacts)s - 1) AS n
"""

DAILY = """
INSERT INTO event_day (account_id, name, day, contact_id, amount)
SELECT i, name, (%(now)s::timestamptz at time zone 'UTC')::date - n, i * 3, 1 + (i + n) %% 7
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i, unnest(%(events)s::text[]) AS name,
     generate_series(0, %(days)s - 1) AS n
"""

TOTAL = """
INSERT INTO event_total (account_id, name, amount, first_at, last_at)
SELECT i, name, 40 + i %% 7, %(now)s::timestamptz - interval '9 days', %(now)s::timestamptz - interval '1 hour'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i, unnest(%(events)s::text[]) AS name
"""

ENROLLMENT = """
INSERT INTO enrollment (id, account_id, journey, occurrence, publication_id, state, step, started_at, wake_at, standing,
                        because)
SELECT i, i, %(journey)s, 'once', %(publication)s, 'open', %(step)s, %(now)s::timestamptz - interval '10 days',
       %(now)s::timestamptz + interval '4 days', '', ''
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i
"""

SEQUENCES = "SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), (SELECT max(id) FROM {table}))"


def write_accounts(dsn: str, now: datetime, standing: Standing, first: int, last: int, *, usage: bool = True) -> None:
    """Write the accounts from `first` to `last`, none of them due; without `usage` only what a look at them needs."""
    words: dict[str, Any] = {
        "now": now, "first": first, "last": last, "events": list(standing.events), "days": DAYS,
        "contacts": CONTACTS if usage else 1, "journey": standing.journey, "step": standing.step,
        "publication": standing.publication,
    }  # fmt: skip
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # the references are right by construction
        for statement in (ACCOUNTS, CONTACT, ENROLLMENT, *((DAILY, TOTAL) if usage else ())):
            connection.execute(statement, words)
        for table in ("account", "contact", "enrollment"):
            connection.execute(SEQUENCES.format(table=table), {"table": table})
        connection.execute("VACUUM ANALYZE")


def make_due(dsn: str, now: datetime, ids: Sequence[int] | range) -> None:
    """Make these accounts due, and let each be told its next decision anew."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            "UPDATE enrollment SET wake_at = %s, standing = '' WHERE account_id = ANY(%s)", (now, list(ids))
        )
        connection.execute("UPDATE account SET wake_at = %s WHERE id = ANY(%s)", (now, list(ids)))


def due(connection: psycopg.Connection[Any], now: datetime) -> int:
    """Answer how many accounts are still due."""
    row = connection.execute("SELECT count(*) FROM account WHERE wake_at <= %s", (now,)).fetchone()
    return int(row[0]) if row else 0
