"""An account's whole story as a person reads it: looked at, decided, done, and what comes next."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import pendulum
from babel import Locale
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from sqlalchemy import Engine

from console.arrival import arrival_words
from console.doors import shut_in_words, stands_before
from console.evidence import in_words, moment, unsaid
from console.said import told_us
from console.the_account import the_account
from console.worksheet import drafted
from journeys.schedule import zone_of
from models.database import look
from models.story import AnyRow, Story, tell_story

STYLES = {
    "sent": "green", "send": "green", "call": "green", "hand over": "magenta", "hold": "yellow", "unknown": "bold red",
    "shown": "green", "clicked": "green", "dismissed": "dim", "done": "green",
    "resend": "yellow", "bounced": "bold red", "complained": "bold red", "unsubscribed": "yellow", "given up": "yellow",
    "refused": "bold red", "failed": "bold red", "suppressed": "yellow", "skip": "dim", "wait": "dim", "enter": "cyan",
    "shadowed": "green", "finish": "cyan", "leave": "cyan", "decline": "dim",
}  # fmt: skip


MOST = 12  # contacts that are named one by one


def print_story(console: Console, engine: Engine, account_key: str, now: datetime) -> None:
    """Print the story of the account a person names by key, name or a contact's address.

    Raises CommandError if there is none such, or more than one.
    """
    story = read_story(engine, account_key)
    zone = zone_of(story.account.timezone)
    console.print(Group(_head(story, now, zone), *_days(story, zone), *told_us(story, zone), *_next(story, now, zone)))


def read_story(engine: Engine, said: str) -> Story:
    """Answer the story of the one account that is meant."""
    with look(engine) as connection:
        return tell_story(connection, the_account(connection, said))


def _head(story: Story, now: datetime, zone: ZoneInfo) -> RenderableType:
    account = story.account
    facts = [account.plan, f"{account.seats} seats" if account.seats is not None else None]
    facts.append(f"ARR {account.arr_cents / 100:,.0f}" if account.arr_cents is not None else None)
    facts += [account.country, f"times in {account.timezone}"]
    head = Text.assemble((account.name, "bold"), ("  " + account.key, "dim"))
    lines = [head, Text(" · ".join(filter(None, facts)), "dim")]
    if account.signed_up_at:
        ago = pendulum.instance(account.signed_up_at).diff_for_humans(pendulum.instance(now))
        ago = ago.replace("before", "ago").replace("after", "from now")
        verb = "Signs up" if account.signed_up_at > now else "Signed up"
        lines.append(Text(f"{verb} {moment(account.signed_up_at, zone)}, {ago}", "dim"))
    people = [f"{_person(contact)} ({contact.role})" for contact in story.contacts[:MOST]]
    rest = len(story.contacts) - MOST
    more = f" and {rest:,} more" if rest > 0 else ""
    lines.append(Text("Contacts: " + (", ".join(people) or "none") + more, "dim"))
    return Group(*lines)


def _person(contact: AnyRow) -> str:
    name = " ".join(filter(None, (contact.first_name, contact.last_name)))
    return " ".join(filter(None, (name, f"<{contact.email}>" if contact.email else "without an address")))


def _days(story: Story, zone: ZoneInfo) -> Iterator[RenderableType]:
    editions = {said.id: f"sent {found}" for said in story.touchpoints if (found := _edition(said))}
    for mail, arrived in arrival_words(story.told, zone).items():
        editions[mail] = "; ".join(filter(None, (editions.get(mail), arrived)))
    for day, lines in groupby(story.ledger, lambda line: line.at.astimezone(zone).date()):
        yield Text(f"\n{day:%A, %-d %B %Y}", "bold")
        yield _lines([*lines], zone, editions)


def _edition(said: AnyRow) -> str:
    """Answer which edition of a mail left, if it is not the only one there is: `as variant b, in German`."""
    language = Locale.parse(said.locale, sep="-").get_display_name("en") if said.locale else ""
    return ", ".join(filter(None, (said.variant and f"as variant {said.variant}", language and f"in {language}")))


def _lines(lines: list[AnyRow], zone: ZoneInfo, editions: Mapping[int, str]) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for line in lines:
        what = Text(line.kind, STYLES.get(line.kind, ""))
        reason = _reason(line, zone)
        if line.kind == "sent" and line.touchpoint_id in editions:
            reason.append(f"\n{editions[line.touchpoint_id]}", "dim")
        table.add_row(f"{line.at.astimezone(zone):%H:%M}", what, reason)
    return Padding(table, (0, 0, 0, 2))


def _where(line: AnyRow) -> str:
    return f"{line.journey} / {line.step}" if line.step else line.journey


def _reason(line: AnyRow, zone: ZoneInfo) -> Text:
    text = Text.assemble((_where(line), "cyan"), ": ", line.because)
    if line.until and line.kind != "wait":  # a wait says in its reason until when
        text.append(f" (looked at again {moment(line.until, zone)})", "dim")
    for name, found in unsaid(line.because, line.evidence):
        text.append(f"\n{name} = {in_words(name, found, zone)}", "dim")
    return text


def _next(story: Story, now: datetime, zone: ZoneInfo) -> Iterator[RenderableType]:
    yield Text("\nWhat comes next", "bold")
    for door in story.doors:
        if stands_before(door, {row.journey for row in story.enrollments if row.state == "open"}):
            yield Text(f"  ! {shut_in_words(door)}", "bold red")
    table = Table.grid(padding=(0, 2))
    for when, what, why in _upcoming(story, now, zone):
        table.add_row(Text(f"  {when}", "bold cyan"), what, Text(why, "dim"))
    if not table.row_count:
        table.add_row("  Nothing, until something happens at this account")
    yield table


def _upcoming(story: Story, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    for said in story.touchpoints:
        yield from _pending(said, now, zone)
    for enrollment in story.enrollments:
        if enrollment.state == "open":
            yield _when(enrollment.wake_at, now, zone), f"{enrollment.journey} / {enrollment.step}", enrollment.because
    for task in story.tasks:
        if task.state == "open":
            why = f"{task.because}\n{drafted(task)}" if task.draft else task.because
            yield _when(task.due_at, now, zone), f"task for {task.owner or 'the team'}: {task.title}", why


def _pending(said: AnyRow, now: datetime, zone: ZoneInfo) -> Iterator[tuple[str, str, str]]:
    match said.state:
        case "sending" | "unknown" if said.channel == "in_app":
            return  # it was shown, or may have been, and is not shown again
        case "planned" | "sending":
            what = "webhook" if said.channel == "webhook" else "mail"
            yield _when(said.due_at, now, zone), f"{what} {said.template}", said.because
        case "unknown":
            yield "held", f"mail {said.template}", f"{said.because}; a human is asked, it is not sent again"
        case "pending":
            yield "waiting", f"in-app message {said.template}", "shown when the product asks for it"


def _when(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    return "now" if at <= now else moment(at, zone)
