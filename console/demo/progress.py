"""The progress bar: how far the virtual time has come, and what has been done by then."""

from datetime import datetime
from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console
from sqlalchemy import Engine, func, select

from console.demo.script import Script
from models.database import look
from models.tables import ACCOUNT, TASK, TOUCHPOINT

DAY = 86_400


class Progress:
    """A bar over the days of a play, with live counts; on no terminal it is silent."""

    def __init__(self, console: Console, script: Script) -> None:
        self._script = script
        self._bar = progress.Progress(
            progress.BarColumn(bar_width=None),
            progress.TextColumn("[bold]{task.fields[date]}"),
            progress.TextColumn("{task.fields[counts]}"),
            progress.TimeElapsedColumn(),
            console=console,
            expand=True,
            disable=not console.is_terminal,
        )
        total = (script.ends - script.starts).total_seconds()
        self._task = self._bar.add_task("", total=total, date=_date(script.starts), counts="starting …")

    def show(self, now: datetime, engine: Engine) -> None:
        """Move the bar to `now`, and count what is in the database."""
        if self._bar.disable:
            return
        done = (now - self._script.starts).total_seconds()
        self._bar.update(self._task, completed=done, date=_date(now), counts=_counts(engine))

    def __enter__(self) -> Self:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it as it stands."""
        self._bar.stop()


def _date(moment: datetime) -> str:
    return f"{moment:%a %d %b %H:%M}"


def _counts(engine: Engine) -> str:
    t = TOUCHPOINT.c
    with look(engine) as connection:
        accounts = connection.execute(select(func.count()).select_from(ACCOUNT)).scalar_one()
        mails = connection.execute(select(func.count()).where(t.state == "accepted", t.channel == "email")).scalar_one()
        tasks = connection.execute(select(func.count()).select_from(TASK)).scalar_one()
    return f"{accounts} accounts  {mails} mails  {tasks} tasks"
