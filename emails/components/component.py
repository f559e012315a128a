"""What a component is: how a marketer writes it, and what it hands to the theme to be drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from emails.body import Use
from emails.markdown import Markdown
from emails.page import Page
from emails.safety import Language
from emails.tokens import Tokens

Slots = Mapping[str, object]


class MiswrittenError(Exception):
    """A component is not written as it should be: says what about it, and on which line if not on its first."""

    def __init__(self, message: str, line: int = 0, near: str = ":::") -> None:
        """Remember where to point."""
        super().__init__(message)
        self.line = line
        self.near = near


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand while the components of one mail are read; `fields` are those that they use by themselves."""

    page: Page
    tokens: Tokens
    language: Language
    markdown: Markdown
    fields: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Component:
    """How a component is read into slots (raises MiswrittenError), with an example of it."""

    read: Callable[[Desk, Use], Slots]
    example: str
    has_body: bool = False

    @property
    def written(self) -> str:
        """The example on one line."""
        return self.example.replace("\n", " ⏎ ")


def nothing(_desk: Desk, use: Use) -> Slots:
    """Answer no slots: the component is only named."""
    if use.argument:
        raise MiswrittenError(f"nothing follows :::{use.name} on its line")
    return {}
