"""Mail into a folder: what a laptop uses in place of a provider."""

from pathlib import Path

from emails.message import Message
from emails.outbox import Outbox
from emails.outcomes import Accepted, Outcome, Postponed, Refused


class FolderMailer:
    """A `Mailer` whose mails lie in `folder`, where the console shows them; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._outbox = Outbox(folder)

    def send(self, message: Message) -> Outcome:
        """Write the mail, once however often it is sent: a file, unlike a provider, knows its key."""
        try:
            self._outbox.put(message)
        except ValueError as problem:
            return Refused(f"not written: {problem}")
        except OSError as problem:
            return Postponed(f"not written: {problem}")
        return Accepted(message.key)
