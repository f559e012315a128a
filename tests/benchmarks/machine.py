"""The machine the figures were taken on."""

import os
import platform
from datetime import date
from importlib.metadata import version

import psycopg


def machine_facts(dsn: str, today: date) -> list[tuple[str, str]]:
    """Answer what has to be known of a machine to compare figures: name and value, no names of hosts or folders."""
    return [
        ("date", today.isoformat()),
        ("cores", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("PostgreSQL", _postgres(dsn)),
        ("Dramatiq", version("dramatiq")),
    ]


def _postgres(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT concat_ws(', ', current_setting('server_version'), 'fsync ' || current_setting('fsync'),"
            " 'synchronous_commit ' || current_setting('synchronous_commit'))"
        ).fetchone()
    return str(row[0]) if row else "unknown"
