"""What could be put in force now, by a page: shown with its effect, and taken only as it was shown."""

from dataclasses import dataclass

from console.access.form import Form
from console.earlier import chosen, readable
from console.failures import CommandError
from console.mistakes import describe, find_mistakes
from console.program_check import check_folder
from console.proposal import Proposal, propose
from models.archive import files_of
from models.database import look
from workers.boot import App

MOVED = "what would be published is no longer what you saw, because the files or the newest release changed meanwhile"
TICK = "files that are in force would be withdrawn: tick the box if that is meant"
SAME = "what is in force says the same already"
BROKEN = "there is something in the way"


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposal, or what is in its way; `restores` is the earlier release that it would put in force again."""

    proposal: Proposal | None
    obstacles: tuple[str, ...] = ()
    restores: int | None = None

    def objection(self, sent: Form) -> str:
        """Answer why what this form asks for cannot be done; nothing if it can."""
        if self.proposal is None:
            return BROKEN
        changes = self.proposal.effect.changes
        if sent.get("shown") != self.proposal.digest:
            return MOVED
        if changes.withdrawn and "withdraw" not in sent:
            return TICK
        return "" if changes else SAME


def of_folder(app: App) -> Offer:
    """Answer the offer of the files as they are now."""
    try:
        checked = check_folder(app.settings.program)
    except ExceptionGroup as group:
        mistakes = find_mistakes(group)
        if not mistakes:
            raise
        return Offer(None, tuple(describe(mistake).plain.splitlines()[0] for mistake in mistakes))
    return Offer(propose(app.engine, checked.files, checked.book))


def of_release(app: App, number: int) -> Offer:
    """Answer the offer of an earlier release's files."""
    try:
        with look(app.engine) as connection:
            restored = chosen(connection, number)
            files = files_of(connection, restored)
        return Offer(propose(app.engine, files, readable(files, restored)), restores=restored)
    except CommandError as error:
        return Offer(None, (str(error),))
