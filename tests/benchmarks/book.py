"""A book of accounts with realistic rows, written in bulk by PostgreSQL itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

CONTACTS = 3
TEN_DAYS = timedelta(days=10)
DAYS = 10  # with six events: sixty daily counts an account


@dataclass(frozen=True, slots=True)
class Standing:
    """Where every enrollment of the book stands: signed up ten days ago, the next step some days ahead."""

    journey: str
    step: str
    publication: int


ACCOUNT = """
INSERT INTO account (id, key, name, plan, industry, country, timezone, seats, arr_cents, billing_frequency, trial,
                     signed_up_at, traits, created_at, assess_at)
SELECT i, 'account-' || i, 'Company ' || i, (ARRAY['starter', 'team', 'business'])[1 + i %% 3], 'software', 'US',
       (ARRAY['UTC', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo'])[1 + i %% 4], 5 + i %% 20,
       100000 + i %% 900000, 'monthly', false, %(since)s, '{}', %(since)s,
       %(now)s::timestamptz + interval '30 days'  -- nobody is assessed meanwhile
FROM generate_series(%(first)s::bigint, %(last)s, %(pace)s) AS i
"""

CONTACT = """
INSERT INTO contact (id, account_id, key, email, first_name, last_name, role, traits, created_at)
SELECT i * 3 + n, i, 'person-' || i || '-' || n, 'person' || n || '@company' || i || '.example', 'Robin', 'Doe',
       (ARRAY['admin', 'champion', 'user'])[1 + n], '{}', %(since)s
FROM generate_series(%(first)s::bigint, %(last)s, %(pace)s) AS i, generate_series(0, %(contacts)s - 1) AS n
"""

DAILY = """
INSERT INTO event_day (account_id, name, day, contact_id, amount)
SELECT i, name, (%(now)s::timestamptz at time zone 'UTC')::date - n, i * 3 + n %% 3, 1 + (i + n) %% 7
FROM generate_series(%(first)s::bigint, %(last)s, %(pace)s) AS i, unnest(%(events)s::text[]) AS name,
     generate_series(0, %(days)s - 1) AS n
"""

TOTAL = """
INSERT INTO event_total (account_id, name, amount, first_at, last_at)
SELECT i, name, 40 + i %% 7, %(now)s::timestamptz - interval '9 days', %(now)s::timestamptz - interval '1 hour'
FROM generate_series(%(first)s::bigint, %(last)s, %(pace)s) AS i, unnest(%(events)s::text[]) AS name
"""

ENROLLMENT = """
INSERT INTO enrollment (id, account_id, journey, occurrence, publication_id, state, step, started_at, wake_at, standing,
                        because)
SELECT i, i, %(journey)s, 'once', %(publication)s, 'open', %(step)s, %(now)s::timestamptz - interval '10 days',
       %(now)s::timestamptz + interval '4 days', '', ''
FROM generate_series(%(first)s::bigint, %(last)s, %(pace)s) AS i
"""

# An account wakes with its enrollment: the watchdog would take it for forgotten otherwise.
WAKE = """
UPDATE account SET wake_at = %(now)s::timestamptz + interval '4 days'
WHERE id IN (SELECT generate_series(%(first)s::bigint, %(last)s, %(pace)s))
"""

RESET = "UPDATE enrollment SET wake_at = %(now)s, standing = '' WHERE account_id = ANY(%(ids)s)"
SEQUENCE = "SELECT setval(pg_get_serial_sequence(%(table)s, 'id'), (SELECT max(id) FROM {table}))"


def write_accounts(
    dsn: str, now: datetime, ids: range, *, signed_up: timedelta = TEN_DAYS, contacts: int = CONTACTS
) -> None:
    """Write accounts that signed up so long ago, with their contacts; none of them is due."""
    words = _words(ids) | {"now": now, "since": now - signed_up, "contacts": contacts}
    _write(dsn, (ACCOUNT, CONTACT), words, ("account", "contact"))


def enroll(dsn: str, now: datetime, ids: range, standing: Standing) -> None:
    """Write where these accounts stand; each has a step ahead."""
    words = {"journey": standing.journey, "step": standing.step, "publication": standing.publication}
    _write(dsn, (ENROLLMENT, WAKE), _words(ids) | words | {"now": now}, ("enrollment",))


def write_usage(dsn: str, now: datetime, ids: range, events: Sequence[str], days: int = DAYS) -> None:
    """Write what these accounts did on each of the last `days` days, each day another of their people."""
    _write(dsn, (DAILY, TOTAL), _words(ids) | {"now": now, "events": list(events), "days": days}, ())


def tidy(dsn: str) -> None:
    """Leave the database as it would be after a quiet night: vacuumed, its statistics known, everything on disk."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def make_due(dsn: str, now: datetime, ids: range) -> None:
    """Make these accounts due, and let each be told its next decision anew."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(RESET, {"now": now, "ids": list(ids)})
        connection.execute("UPDATE account SET wake_at = %s WHERE id = ANY(%s)", (now, list(ids)))


def is_due(connection: psycopg.Connection[Any], now: datetime) -> bool:
    """Answer whether any account is still due."""
    return connection.execute("SELECT 1 FROM account WHERE wake_at <= %s LIMIT 1", (now,)).fetchone() is not None


def _words(ids: range) -> dict[str, Any]:
    return {"first": ids.start, "last": ids[-1], "pace": ids.step}


def _write(dsn: str, statements: Sequence[str], words: dict[str, Any], counted: Sequence[str]) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # the references are right by construction
        for statement in statements:
            connection.execute(statement, words)
        for table in counted:
            connection.execute(SEQUENCE.format(table=table), {"table": table})
