"""What can be looked at about peers: where an account stands among those of its segment, metric by metric."""

from collections.abc import Iterator, Mapping

from journeys.behavior import Benchmark
from journeys.certainty import Between, Unknown
from journeys.field import Field
from journeys.needs import Peers
from journeys.percentiles import percentile
from journeys.success import Program
from journeys.view import Reader, View

FEWEST = 10  # accounts: among fewer, a percentile would say too much about single ones, and nothing about the rest

# What is fair to compare, by the name under which it is compared.
COMPARABLE = {
    "feature_adoption": "usage.feature_adoption",
    "active_days": "usage.active_days",
    "monthly_users": "usage.monthly_users",
    "stickiness": "usage.stickiness",
    "seat_utilization": "usage.seat_utilization",
    "health_score": "health.score",
}


def compared(program: Program, fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """Answer the fields that peers are compared by, each under the name of its metric."""
    counts = {metric.name: f"metrics.{metric.name}" for metric in program.metrics}
    return {metric: fields[name] for metric, name in (counts | COMPARABLE).items() if name in fields}


def benchmark_fields(program: Program, fields: Mapping[str, Field]) -> Iterator[Field]:
    """Answer the fields of the group `benchmarks`, for what `fields` there are."""
    segment = fields.get("account.segment")
    if segment is None:
        return
    for metric, field in compared(program, fields).items():
        yield Field(
            f"benchmarks.{metric}", "number", _standing(metric, field, segment),
            f"The percentile of {field.name} among the accounts of its segment, 0 to 100, ties in the middle; "
            f"only among {FEWEST} or more", 72, feed=field.feed, optional=True,
            needs=field.needs | segment.needs | {Peers()},
        )  # fmt: skip


def _standing(metric: str, field: Field, segment: Field) -> Reader:
    def read(view: View) -> object:
        where = segment.read(view)
        if isinstance(where, Unknown):
            return where
        peers = view.behavior.benchmarks.get((str(where), metric))
        if peers is None or peers.accounts < FEWEST:
            because = f"{field.name} was not compared: among fewer than {FEWEST} accounts of its segment nobody is"
            return Unknown(because, absent=True)
        return _among(peers, field.read(view))

    return read


def _among(peers: Benchmark, value: object) -> object:
    match value:
        case Between(low, high, because):
            return Between(percentile(low, peers.points), percentile(high, peers.points), because)
        case int() | float():
            return percentile(value, peers.points)
        case _:
            return value
