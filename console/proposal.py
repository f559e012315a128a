"""What somebody means to put in force: shown with its effect, asked about, done."""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import typer
from rich.console import Console
from sqlalchemy import Engine

from console.effect import Effect, effect_of
from console.effect_words import describe, summary
from console.failures import CommandError
from console.publishing import Act, Changes, compare, newest_versions, release
from journeys.load import Book
from models.archive import newest_release
from models.database import begin, look


@dataclass(frozen=True, slots=True)
class Proposal:
    """Files to be put in force after the release `after` (0: nothing is published), and their effect."""

    files: Mapping[str, str]
    effect: Effect
    after: int

    @property
    def digest(self) -> str:
        """Answer the fingerprint that no other files, and the same ones after another release, have."""
        return hashlib.sha256(json.dumps([self.after, sorted(self.files.items())]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Consent:
    """What was said on the command line: put it in force without asking (`yes`), or only show its effect."""

    yes: bool
    dry_run: bool


def propose(engine: Engine, files: Mapping[str, str], book: Book) -> Proposal:
    """Answer what putting these files, whose journeys are in `book`, in force would do. Changes nothing."""
    with look(engine) as connection:
        newest = newest_release(connection)
        after = newest.number if newest else 0
        changes = compare(newest_versions(connection), files)
        return Proposal(files, effect_of(connection, after, changes, files, book), after)


def carry_out(engine: Engine, now: datetime, proposal: Proposal, consent: Consent, act: Act) -> None:
    """Show the effect, ask where somebody can answer, and put the files in force. Raises CommandError at a no."""
    console = Console(highlight=False)
    console.print(describe(proposal.effect), soft_wrap=True, end="")
    changes = proposal.effect.changes
    if changes and not consent.dry_run:
        _ask(consent, withdraws=bool(changes.withdrawn) and act.restores is None)
        changes = put_in_force(engine, now, proposal, act)
    said = f"release {proposal.after + 1}: " if changes and not consent.dry_run else ""
    console.print(f"{said}{summary(changes)}{' (a dry run: nothing was published)' if consent.dry_run else ''}")


def put_in_force(engine: Engine, now: datetime, proposal: Proposal, act: Act) -> Changes:
    """Put the files in force; answer what changed. Raises CommandError if somebody has published meanwhile."""
    with begin(engine) as connection:
        return release(connection, now, proposal.files, act)


def _ask(consent: Consent, *, withdraws: bool) -> None:
    if consent.yes:
        return
    if not sys.stdin.isatty():
        if withdraws:
            raise CommandError("files that are in force would be withdrawn: say --yes if that is meant")
        return
    try:
        agreed = typer.confirm("Put this in force?")
    except typer.Abort:
        agreed = False
    if not agreed:
        raise CommandError("nothing was published")
