"""An account's health as a person reads it."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.evidence import in_words as in_plain_words
from journeys.assess import Health
from journeys.health_judging import Judged
from models.story import AnyRow

UTC = ZoneInfo("UTC")
STYLES = {"green": "green", "yellow": "yellow", "red": "bold red"}


def print_health(console: Console, account: AnyRow, health: Health, past: Mapping[str, Any]) -> None:
    """Print the score of `account`, how each part was judged, and the plan; `past` holds its trend."""
    console.print(Group(_head(account, health), _standing(health, past), _parts(health), *_plan(health)))


def _head(account: AnyRow, health: Health) -> Text:
    judged = f"  judged by the model {health.title}" + (f" for {health.segment}" if health.segment else "")
    return Text.assemble((account.name, "bold"), (f"  {account.key}", "dim"), (judged, "dim"))


def _standing(health: Health, past: Mapping[str, Any]) -> Text:
    if health.score is None:
        return Text(f"{health.because}\n", "yellow")
    change = past["trend"]
    trend = f" ({change:+} against a month ago)" if change is not None else ""
    before = past["previous_band"]
    fell = f", before: {in_words(before)}" if before and before != health.band else ""
    band = in_words(health.band or "")
    missing = [judged.component.title for judged in health.components if judged.points is None]
    less = f"Without {', '.join(missing)}: the rest is weighted up to 100\n" if missing else ""
    return Text.assemble((f"{health.score} of 100, {band}", "bold"), f"{trend}{fell}\n", (less, "yellow"))


def _parts(health: Health) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(style="dim", ratio=1)
    for judged in health.components:
        points = "left out" if judged.points is None else f"{judged.points} of {judged.possible}"
        table.add_row(judged.component.title, Text(points, STYLES.get(judged.color or "", "")), _seen(judged))
    return table


def _seen(judged: Judged) -> str:
    """Answer what the part was judged on; by which rule stands in its model, and in --json."""
    if judged.points is None:
        return judged.because.removeprefix("left out: ")
    found = [(name, value) for name, value in judged.evidence.items() if name not in judged.missing]
    facts = [f"{_label(name)} {in_plain_words(name, value, UTC)}" for name, value in found]
    lacks = [f"without {_label(name)}: {because}" for name, because in judged.missing.items()]
    return "; ".join((" · ".join(facts), *lacks)).removeprefix("; ")


def _label(name: str) -> str:
    """Answer a field as people call it: `feature adoption`."""
    return name.partition(".")[2].replace("_", " ") or name


def _plan(health: Health) -> Iterator[RenderableType]:
    if health.plan:
        yield Text("\nThe plan, the biggest gap first", "bold")
    for number, part in enumerate(health.plan, 1):
        yield Text(f"{number}. {part.title}: {part.gap} points to win", "cyan")
        yield from (Text(f"   - {action}") for action in part.actions)


def in_words(band: str) -> str:
    """Answer a band as people say it: `at risk`."""
    return band.replace("_", " ")
