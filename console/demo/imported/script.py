"""The script of a book that is brought along: some days of it, for all of its accounts or the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from console.demo.book import GRID, LOOK
from console.demo.imported.contents import Contents, read_contents
from console.demo.imported.telling import tellings, zone_of
from console.demo.script import Script
from console.demo.words import Words

DAY = timedelta(days=1)
NIGHT_UNTIL, EVENING_FROM = 9, 17  # no mail leaves before and after


@dataclass(frozen=True, slots=True)
class Extract:
    """What is played of a book in a folder: from its first to its last day, and at most so many accounts."""

    folder: Path
    map: Path
    first: date
    last: date
    accounts: int | None = None

    def title(self, contents: Contents, chosen: Sequence[str]) -> str:
        """Answer what is played, in one line."""
        span = f"{(self.last - self.first).days} days: {self.first:%d %b %Y} – {self.last:%d %b %Y}"
        told = f"{len(chosen)} accounts of {self.folder.name}, {span}"
        invented = sum(key not in contents.contacts for key in chosen)
        return told + f". The book names no contacts of {invented} of them: these are invented" if invented else told


def import_script(extract: Extract, words: Words) -> Script:
    """Answer what becomes known of a book from day to day; the provider makes no troubles."""
    contents = read_contents(extract.folder, extract.map)
    starts, ends = (datetime.combine(day, time(), UTC) + LOOK for day in (extract.first, extract.last))
    chosen = list(contents.accounts)[: extract.accounts]
    deeds = [deed for key in chosen for deed in tellings(contents, key, starts, ends) if deed.at <= ends]
    return Script(
        name=f"{extract.folder.name}, {extract.first} to {extract.last}",
        title=extract.title(contents, chosen),
        starts=starts,
        ends=ends,
        deeds=sorted(deeds, key=lambda deed: deed.at),
        feeds=tuple(feed.name for feed in words.feeds),
        grid=_grid({zone_of(contents.accounts[key]) for key in chosen}, starts),
        troubles=(),
    )


def _grid(zones: Iterable[ZoneInfo], starts: datetime) -> timedelta:
    """Look once a day if mails may leave everywhere then, in summer and in winter; more often where they may not."""
    looks = (starts.replace(month=month, day=1) for month in (1, 7))
    hours = {look.astimezone(zone).hour for look in looks for zone in zones}
    return DAY if all(NIGHT_UNTIL <= hour < EVENING_FROM for hour in hours) else GRID
