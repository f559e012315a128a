"""`tenure results`: what accounts did after a mail, variant by variant, and whether one did better."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.failures import CommandError
from console.in_force import in_force
from console.installation import open_database
from console.odds import Share
from console.plain import as_json
from console.trials import Arm, Trial, read_trials
from console.verdict import verdict
from emails.page import suggest
from journeys.durations import in_words
from models.database import look
from workers.clocks import clock
from workers.settings import Settings

HEADS = ("variant", "mails", "accounts", "counted", "did it", "share (95% sure)", "unsubscribed")


def results(
    mail: Annotated[str, typer.Argument(help="Its name; without it every mail with a goal or variants.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what accounts did after a mail, by variant: did they do what its goal is, did they unsubscribe.

    Only accounts whose time is over are counted. Opens are not looked at: programs open mails, too.
    """
    settings = Settings.read()
    now = clock(settings.clock)()
    with look(open_database(settings)) as connection:
        edition = in_force(connection, "no mail has results yet")
        if mail and mail not in edition.library:
            raise CommandError(f'there is no mail "{mail}"{suggest(mail, edition.library)}')
        trials = read_trials(connection, edition.library, edition.book.program.feeds, now, mail)
    if json:
        typer.echo(as_json([_told(trial) for trial in trials]))
    else:
        _print(Console(highlight=False), trials)


def _told(trial: Trial) -> dict[str, object]:
    goal = {"event": trial.goal.event, "within_days": trial.goal.within.days} if trial.goal else None
    arms = [_arm(arm) for arm in trial.arms]
    plain = {"mail": trial.mail, "goal": goal, "variants": arms, "verdict": verdict(trial)}
    return {**plain, "left_out": dict(trial.left_out), "without_variant": trial.outside}


def _arm(arm: Arm) -> dict[str, object]:
    low, high = arm.did.interval()
    return asdict(arm) | {"share": arm.did.value, "share_from": low, "share_to": high}


def _print(console: Console, trials: list[Trial]) -> None:
    for trial in trials:
        console.print(Group(*_lines(trial)), soft_wrap=True)
    if not trials:
        console.print("no mail has a goal or variants: write `goal: project created` into the front matter of one")


def _lines(trial: Trial) -> Iterator[RenderableType]:
    goal = f"{trial.goal.event} within {in_words(trial.goal.within)}" if trial.goal else "no goal"
    yield Text.assemble((trial.mail, "bold"), f": {goal}")
    table = Table(box=None, pad_edge=False)
    for head in HEADS:
        table.add_column(head, justify="left" if head == "variant" else "right", no_wrap=True)
    for arm in trial.arms:
        table.add_row(*_cells(arm))
    yield table
    if said := verdict(trial):
        yield Text(said, "bold")
    if remarks := [*_remarks(trial)]:
        yield Text("; ".join(remarks), "dim")
    yield Text()


def _cells(arm: Arm) -> tuple[str, ...]:
    counts = (f"{number:,}" for number in (arm.mails, arm.accounts, arm.did.all, arm.did.some))
    return arm.variant or "-", *counts, _share(arm.did), f"{arm.unsubscribed.some:,} ({_share(arm.unsubscribed)})"


def _share(share: Share) -> str:
    low, high = share.interval()
    return f"{share.value:.0%}, {low:.0%} to {high:.0%}" if share.all else "nobody yet"


def _remarks(trial: Trial) -> Iterator[str]:
    waiting, untold = sum(arm.waiting for arm in trial.arms), sum(arm.untold for arm in trial.arms)
    if waiting:
        yield f"{waiting:,} accounts still have time"
    if untold:
        yield f"of {untold:,} accounts it is not known what they did: the feed was silent"
    if trial.left_out:
        yield "left out: " + ", ".join(f"{number:,} {state}" for state, number in sorted(trial.left_out.items()))
    if trial.outside:
        yield f"{trial.outside:,} mails were sent without a variant"
