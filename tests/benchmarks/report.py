"""RESULTS.md: the figures in tables that a person can read."""

from collections.abc import Iterable, Sequence

from tests.benchmarks.figure import Aim, Figure, Section

INTRODUCTION = """\
# What Tenure costs

Written by `make bench`; do not edit. Everything runs on one machine, side by side: Tenure's processes, the bare loops
and the peers it is measured against, PostgreSQL with its durable defaults, and the provider (a real HTTP server on the
loopback). Runs of the things compared are interleaved. The median counts; the ranges say how much to believe it.
"""

VERDICTS = {True: "met", False: "**not met**", None: "not measured"}


def report(facts: Sequence[tuple[str, str]], sections: Iterable[Section], *, quick: bool) -> str:
    """Answer the whole page."""
    sections = list(sections)
    warning = ["Taken with `QUICK=1`: too small and too few runs to mean anything.\n"] if quick else []
    parts = [INTRODUCTION, *warning, _table(("machine", ""), facts), _aims(sections)]
    return "\n".join([*parts, *(_section(section) for section in sections)])


def _aims(sections: Sequence[Section]) -> str:
    rows = [(aim.what, aim.wanted, aim.found, _verdict(aim)) for section in sections for aim in section.aims]
    return "## The aims\n\n" + _table(("aim", "wanted", "found", ""), rows)


def _section(section: Section) -> str:
    parts = [f"## {section.title}\n", f"{section.method}\n"]
    if section.figures:
        header = ("", "unit", "median", "least", "most", "runs")
        parts.append(_table(header, [_row(figure) for figure in section.figures]))
    return "\n".join([*parts, *(f"- {remark}" for remark in section.remarks), *([""] if section.remarks else [])])


def _row(figure: Figure) -> tuple[str, ...]:
    numbers = (figure.median, min(figure.values), max(figure.values))
    return figure.name, figure.unit, *(_number(number) for number in numbers), str(len(figure.values))


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.1f}"


def _verdict(aim: Aim) -> str:
    return VERDICTS[aim.met]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    aligned = ["---" if position == 0 else "---:" for position in range(len(header))]
    lines = [header, aligned, *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
