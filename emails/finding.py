"""What the reader of a mail would stumble over: told before anybody reads it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a mail. An error keeps it from being published, a warning does not.

    `line` counts from 1 (0: the mail as a whole), `rule` names what was looked for, `message` says what is wrong and
    the way out, and `preview` is the made-up person with whom it shows.
    """

    path: str
    line: int
    severity: Severity
    rule: str
    message: str
    preview: str = ""

    @property
    def said(self) -> str:
        """Answer the message with whom it shows with."""
        return f'{self.message} (as "{self.preview}" gets it)' if self.preview else self.message
