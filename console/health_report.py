"""An account's health as a person reads it."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from journeys.assess import Health
from models.story import AnyRow

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
        table.add_row(judged.component.title, Text(points, STYLES.get(judged.color or "", "")), judged.because)
    return table


def _plan(health: Health) -> Iterator[RenderableType]:
    if health.plan:
        yield Text("\nThe plan, the biggest gap first", "bold")
    for number, part in enumerate(health.plan, 1):
        yield Text(f"{number}. {part.title}: {part.gap} points to win", "cyan")
        yield from (Text(f"   - {action}") for action in part.actions)


def in_words(band: str) -> str:
    """Answer a band as people say it: `at risk`."""
    return band.replace("_", " ")
