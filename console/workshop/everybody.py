"""Everybody who could get a mail as it stands in the folder: looked at for one asker at a time, and remembered."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from console.assembling import Program, assemble
from console.audience.outcome import Group, Survey
from console.audience.survey import survey
from console.program_files import PROGRAM
from console.workshop.bench import Sight
from console.workshop.card import editions_of, places_of
from workers.boot import App

PACE = 500  # accounts that can be looked at within a second, by a machine that has other things to do, too
BUSY = "Somebody is looking at everybody right now, and it is done for one at a time: try again in a moment."
MISTAKES = "Nobody could get it as it stands, because there are mistakes in its files: mend them first."
UNREADABLE = (
    "Who could get it is not known, because the journeys have mistakes: the gallery says which. Mend them first."
)
UNSENT = "No journey sends this mail, so nobody could get it."


@dataclass(frozen=True, slots=True)
class Answer:
    """What everybody would read who could get `mail`, found `at`, by the folder under `mark`."""

    mail: str
    mark: str
    at: datetime
    found: Survey

    @property
    def accounts(self) -> int:
        """Answer how many accounts have somebody who could get it."""
        return self.found.reached[self.mail]

    @property
    def people(self) -> int:
        """Answer how many contacts could get it."""
        return self.found.reach[self.mail]

    @property
    def verdict(self) -> str:
        """Answer in one sentence how it looks."""
        if self.odd:
            return "Some would read something odd."
        if held := sum(group.count for group in self.groups):
            return f"Nothing looks odd, but {held:,} would be sent nothing now."
        return "Nothing looks odd." if self.people else "Nobody could get it now."

    @property
    def groups(self) -> Sequence[Group]:
        """Answer what would be odd, by kind, and last who would be sent nothing before something is known."""
        return self.found.of(self.mail)

    @property
    def odd(self) -> bool:
        """Answer whether anybody would read something odd."""
        return any(group.kind != "held" for group in self.groups)


class Everybody:
    """Looks at all accounts, never twice at once in this process. Safe to share by threads."""

    def __init__(self, app: App) -> None:
        """Look at the accounts that this app knows."""
        self._app = app
        self._one = threading.Lock()
        self._known: dict[str, Answer] = {}

    def known(self, sight: Sight, mail: str) -> Answer | None:
        """Answer what was found last, if the folder is still the same."""
        answer = self._known.get(mail)
        return answer if answer and answer.mark == sight.mark else None

    def look(self, sight: Sight, mail: str, machine: datetime) -> Answer | str:
        """Answer what everybody would read who could get the mail; or why nobody was looked at."""
        if not self._one.acquire(blocking=False):
            return BUSY
        try:
            program = _program(sight, mail)
            if isinstance(program, str):
                return program
            found = survey(self._app.engine, program, self._app.now(), mail)
            self._known[mail] = answer = Answer(mail, sight.mark, machine, found)
            return answer
        finally:
            self._one.release()


def patience(accounts: int) -> str:
    """Answer how long it takes to look at so many accounts."""
    seconds = ceil(accounts / PACE)
    if seconds <= 2:
        return "a moment"
    return f"about {seconds} seconds" if seconds < 100 else f"about {ceil(seconds / 60)} minutes"


def _program(sight: Sight, mail: str) -> Program | str:
    """Answer the program in the folder without the mails that have mistakes; or why this mail cannot be tried.

    It is put together anew: what the bench remembers of the journeys may be older than the folder.
    """
    files = sight.files
    if any(told.severity == "error" for told in sight.findings(*map(str, editions_of(files)[mail]))):
        return MISTAKES
    assembly = assemble(files) if PROGRAM in files else None
    if assembly is None or assembly.book is None:
        return UNREADABLE
    if mail not in assembly.library:
        return MISTAKES
    return Program(files, assembly.book, assembly.library) if places_of(assembly.book).get(mail) else UNSENT
