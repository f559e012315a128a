"""Takes the Jinja tags of a template out of the way of Markdown, MJML and HTML parsers, and puts them back."""

import re
from collections.abc import Iterator

# Atomic groups, not possessive ones: those lose count in Python before 3.11.5.
_TAG = re.compile(
    r"""\{\#.*?\#\}
      | \{\{ (?> (?: [^"'}] | "[^"]*" | '[^']*' | \}(?!\}) ){0,1000} ) \}\}
      | \{%  (?> (?: [^"'%] | "[^"]*" | '[^']*' | %(?!\}) ){0,1000} ) %\}""",
    re.VERBOSE | re.DOTALL,
)
PLACEHOLDER = re.compile(r"<!--zq(\d+)qz-->|zq(\d+)qz")


class Tokens:
    """The tags of one template, each known by a placeholder that every parser leaves alone."""

    def __init__(self) -> None:
        self._tags: list[str] = []

    def add(self, tag: str) -> str:
        """Answer the placeholder, a plain word, of one more tag."""
        self._tags.append(tag)
        return f"zq{len(self._tags) - 1}qz"

    def hide(self, text: str, *, markup: bool = False) -> str:
        """Answer the text with placeholders for its tags; comments vanish.

        In markup a statement becomes an HTML comment: an HTML parser would move a bare word out of a table.
        """

        def replace(tag: re.Match[str]) -> str:
            found = tag[0]
            if found.startswith("{#"):
                return "\n" * found.count("\n")
            return f"<!--{self.add(found)}-->" if markup and found.startswith("{%") else self.add(found)

        return _TAG.sub(replace, text)

    def show(self, text: str) -> str:
        """Answer the text with its tags put back."""
        return PLACEHOLDER.sub(lambda placeholder: self._tags[_number(placeholder)], text)

    def __getitem__(self, placeholder: str) -> str:
        """Answer the tag behind a placeholder; nothing if the text is not just one placeholder."""
        found = PLACEHOLDER.fullmatch(placeholder)
        return self._tags[_number(found)] if found else ""

    def __setitem__(self, placeholder: str, tag: str) -> None:
        """Let the placeholder stand for another tag from now on."""
        self._tags[int(placeholder[2:-2])] = tag

    def before(self, placeholder: str) -> Iterator[str]:
        """Answer the tags that stand before that of a placeholder, the nearest first."""
        return reversed(self._tags[: int(placeholder[2:-2])])

    def lost(self, before: str, after: str) -> list[str]:
        """Answer the tags that stood in the text before and no longer do."""
        return [self._tags[number] for number in sorted(_numbers(before) - _numbers(after))]


def expression(tag: str) -> str:
    """Answer what stands between the braces of `{{ … }}`; nothing for any other tag."""
    return tag[2:-2].strip("-+ \n") if tag.startswith("{{") else ""


def _numbers(text: str) -> set[int]:
    return {_number(found) for found in PLACEHOLDER.finditer(text)}


def _number(placeholder: re.Match[str]) -> int:
    return int(placeholder[1] or placeholder[2])
