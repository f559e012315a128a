"""How the feeds stand, as lines for people and for programs."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, Row, select

from console.rendering import distance
from journeys.beginning import WAY_OUT
from journeys.durations import in_words
from journeys.success import Feed
from models.arrivals import Arrivals, Tally
from models.facts import printable
from models.repertoire import repertoire
from models.tables import FEED
from workers.assess import FEED as OURS
from workers.feedwatch import hearings
from workers.gather_feeds import beginnings_of, feeds_heard

OTHER_NAMES = "other names"
STYLES = {
    "alive": "green",
    "silent": "bold red",
    "settling": "yellow",
    "never heard": "yellow",
    OTHER_NAMES: "bold red",
}
HEADS = ("feed", "state", "heard", "has told up to", "may be silent", "last 24 h")


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One feed: when it was last heard, up to when it has told everything, and what follows from that.

    `untold` are the events that program.yaml names under it and that it never told of; `strange` those that it told of
    and that no feed is expected to tell. `tells_since`: since which day its silence proves something (none: ever).
    """

    name: str
    state: str
    because: str
    heard_at: datetime | None
    told_until: datetime | None
    silent_after: str
    events_last_day: int
    untold: Sequence[str] = ()
    strange: Sequence[str] = ()
    tells_since: date | None = None


def feed_lines(
    connection: Connection, feeds: Sequence[Feed], events: Mapping[str, int], now: datetime
) -> list[FeedLine]:
    """Answer the program's feeds as they stand, and after them those that it does not name and that were heard."""
    heard = {row.name: row.heard_at for row in connection.execute(select(FEED.c.name, FEED.c.heard_at))}
    told, names = feeds_heard(connection, ()), repertoire(connection)
    expected = {feed.name: feed for feed in feeds}
    found = hearings(connection, feeds, now)
    begins = beginnings_of(connection, [feed for feed in feeds if feed.silent_after is not None])
    lines = []
    for name in (*expected, *sorted(heard.keys() - expected.keys())):
        state, because = (found[name].state, found[name].because) if name in found else (_stranger(name), "")
        if state == "never heard" and name in heard:
            state, because = OTHER_NAMES, f"the {name} feed sends events, but none that program.yaml names under it"
        allowed = _allowed(expected.get(name))
        untold, strange = _names(expected.get(name), names.get(name, ()), feeds)
        lines.append(
            FeedLine(
                name,
                state,
                because,
                heard.get(name),
                told.get(name),
                allowed,
                events.get(name, 0),
                untold,
                strange,
                _day(begins.get(name)),
            )
        )
    return lines


def _names(feed: Feed | None, told: Collection[str], feeds: Sequence[Feed]) -> tuple[Sequence[str], Sequence[str]]:
    """Answer what the feed should have told of, if it told of anything, and what nobody expects of any feed."""
    named = [event for event in feed.events if not event.endswith("*")] if feed and told else []
    untold = [event for event in named if event not in told]
    return untold, [event for event in told if feed and not any(one.brings(event) for one in feeds)]


def _day(moment: date | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment


def _stranger(name: str) -> str:
    return "our own" if name == OURS else "unexpected"


def _allowed(feed: Feed | None) -> str:
    return in_words(feed.silent_after) if feed and feed.silent_after is not None else "any time"


def print_feeds(console: Console, lines: Sequence[FeedLine], arrivals: Arrivals, now: datetime) -> None:
    """Print the feeds, and below them what waits and what was refused."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for head in HEADS:
        table.add_column(head, justify="right" if head == HEADS[-1] else "left", no_wrap=True)
    for line in lines:
        state = Text(line.state, STYLES.get(line.state, "dim"))
        heard = distance(now, line.heard_at) if line.heard_at else "never"
        told = f"{line.told_until:%Y-%m-%d %H:%M}" if line.told_until else ""
        table.add_row(Text(line.name, "bold"), state, heard, told, line.silent_after, f"{line.events_last_day:,}")
    console.print(table)
    for line in lines:
        if line.because:
            console.print(Text(f"! {line.because}", STYLES[line.state]))
        for said in _off_key(line):
            console.print(Text(f"  {said}", "yellow"))
        if line.tells_since:
            console.print(Text(f"  {line.name} tells of nothing before {line.tells_since}: {WAY_OUT}", "dim"))
    for text in (*_tally("waiting", WAITING, arrivals.waiting), *_tally("refused", REFUSED, arrivals.refused)):
        console.print(text)


def print_refusals(console: Console, refusals: Sequence[Row[Any]]) -> None:
    """Print messages that were refused, whole or in part: when, from whom, why, and what they said."""
    for row in refusals:
        named = f"  messageId {row.message_id}" if row.message_id else ""
        console.print(Text(f"\n{row.at:%Y-%m-%d %H:%M:%S} UTC  {row.source}{named}", "bold"))
        console.print(Text(f"  {row.reason}", "yellow"), Text(f"  {printable(row.content, SHOWN)}", "dim"), sep="\n")


def _off_key(line: FeedLine) -> Iterator[str]:
    """Answer what goes by another name than program.yaml has for it, as far as anybody can see."""
    if line.untold and line.strange:
        yield (
            f"{line.name} never told of {_listed(line.untold)}, but of {_listed(line.strange)}, which program.yaml "
            "does not name. Write them alike in both: upper and lower case count"
        )
    elif line.untold:
        yield f"{line.name} never told of {_listed(line.untold)}, of no account: is it meant to?"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return ", ".join(f"“{name}”" for name in names[:MOST]) + more


SHOWN = 400  # characters of a refused message: its beginning says which it was
MOST = 5  # names of events that are said one by one
WAITING = "facts wait for an account or a contact that nobody told us of yet"
REFUSED = "messages, or parts of one, were refused in the last 7 days; each with `tenure feeds --refused 20`"


def _tally(word: str, meaning: str, tally: Tally) -> Iterator[Text]:
    if not tally.total:
        yield Text(f"\n{word}: none", "dim")
        return
    yield Text(f"\n{word}: {tally.total:,} {meaning}", "bold")
    for name, number in tally.most:
        yield Text(f"{number:>9,}  {name}")
    rest = tally.total - sum(number for _, number in tally.most)
    if rest:
        yield Text(f"{rest:>9,}  others", "dim")
