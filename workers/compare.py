"""Comparing peers: how the accounts of each segment do, metric by metric, from what was found of them last."""

from collections import defaultdict
from datetime import date, timedelta

from journeys.benchmark_fields import FEWEST
from journeys.percentiles import percentiles
from models.database import begin, look
from models.doors import is_stopped
from models.peers import are_compared, newest_figures, write_benchmarks
from workers.boot import App
from workers.clocks import machine_time

FRESH = timedelta(days=2)  # whoever was not assessed for longer is no measure for others


def compare_peers(app: App, day: date) -> None:
    """Write the benchmarks of that day, unless they are written: only where there are enough accounts to compare."""
    figures: dict[tuple[str, str], list[float]] = defaultdict(list)
    accounts = 0
    with look(app.engine) as connection:
        if is_stopped(connection, machine_time()) or are_compared(connection, day):
            return
        for segment, told in newest_figures(connection, app.now() - FRESH):
            accounts += 1
            for metric, value in told.items() if segment else ():
                figures[segment, metric].append(value)
    rows = [
        {"segment": segment, "metric": metric, "accounts": len(values), "points": list(percentiles(values))}
        for (segment, metric), values in sorted(figures.items())
        if len(values) >= FEWEST
    ]
    with begin(app.engine) as connection:
        write_benchmarks(connection, day, accounts, rows)
