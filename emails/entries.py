"""The entries of a page of YAML, each looked at on its own line."""

from ruamel.yaml.comments import CommentedMap

from emails.page import Page, suggest
from emails.source import line


class Entries:
    """Some entries of a page: those of the page itself, or those below one of its names."""

    def __init__(self, page: Page, told: CommentedMap, name: str = "", at: int = 1) -> None:
        """Hold what is `told` below the `name`, which stands on the line `at`."""
        self._page = page
        self._name = name
        self._at = at
        self.told = told

    def __contains__(self, name: object) -> bool:
        """Answer whether there is an entry of this name."""
        return name in self.told

    def report(self, message: str, name: str, near: str = "") -> None:
        """Note a mistake on the line of an entry."""
        self._page.report(message, line(self.told, name), near or str(name))

    def below(self, name: str) -> "Entries":
        """Answer the entries below a name; none if it is not there."""
        group = self.told.get(name)
        if name in self.told and not isinstance(group, CommentedMap):
            self.report(f'"{name}" has entries of its own: write them below it, indented, `name: value`', name)
        at = line(self.told, name) if name in self.told else 1
        return Entries(self._page, group if isinstance(group, CommentedMap) else CommentedMap(), name, at)

    def known(self, names: tuple[str, ...], what: str = "entry") -> None:
        """Report the entries of other names."""
        for name in self.told:
            if name not in names:
                hint = suggest(str(name), names) or f": there are {', '.join(names)}"
                self.report(f'there is no {what} "{name}"{hint}', name)

    def needed(self, names: tuple[str, ...], known: tuple[str, ...] = ()) -> None:
        """Report which of the names are missing, unless one that is not among the `known` was probably meant so."""
        misspelled = [str(name) for name in self.told if name not in (known or names)]
        meant = "".join(suggest(name, known or names) for name in misspelled)
        for name in names:
            if name not in self.told and f'"{name}"' not in meant:
                missing, there = (f" in {self._name}", " below it") if self._name else ("", "")
                self._page.report(f'"{name}" is missing{missing}: add `{name}: …`{there}', self._at, self._name)

    def text(self, name: str) -> str:
        """Answer the text of an entry, on one line; anything else is reported."""
        value = self.told.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        if name in self.told:
            self.report(f'"{name}" has to be text', name)
        return ""

    def texts(self) -> dict[str, str]:
        """Answer the text of every entry."""
        return {str(name): self.text(name) for name in self.told}
