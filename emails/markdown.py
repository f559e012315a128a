"""Markdown as mails use it: no HTML, and links that lead somewhere safe."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from emails.bounds import INVISIBLE, TOO_DEEP, is_too_deep, unseen
from emails.filters import SAFE_ADDRESS
from emails.page import Page
from emails.plain import words
from emails.tokens import Tokens, expression


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's signature
        """Let every address through: the ones that are not safe are reported, not left out in silence."""
        return True


_HTML = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?>")
_BROKEN_LINK = re.compile(r"\[[^\[\]]*\]\s?\(\s*(?:https?:|www\.|mailto:|zq)[^\s)]*")
_MARKDOWN = _Markdown("commonmark", {"html": False})
_MARKDOWN.disable("code")  # an indented line is a slip, not a program


class Markdown:
    """Reads the Markdown of one page, whose Jinja tags are hidden, and checks where its links lead."""

    def __init__(self, page: Page, tokens: Tokens) -> None:
        self._page = page
        self._tokens = tokens

    def parse(self, text: str, line: int) -> Sequence[Token]:
        """Answer the Markdown's tokens; `line` is where the text begins on the page."""
        parsed = _MARKDOWN.parse(text)
        if is_too_deep(parsed):
            self._page.report(TOO_DEEP, line)
        for block in parsed:
            at = line + (block.map[0] if block.map else 0)
            for token in block.children or ():
                self._inline(token, at)
        return parsed

    def link(self, text: str, line: int) -> tuple[str, str, str] | None:
        """Answer the words, the address and what follows `[words](address)`; None if the text is something else."""
        children = _MARKDOWN.parseInline(text)[0].children or []
        end = next((number for number, token in enumerate(children) if token.type == "link_close"), 0)
        label, rest = ("".join(token.content for token in some) for some in (children[:end], children[end:]))
        if not label.strip() or children[0].type != "link_open":
            return None
        self._inline(children[0], line)
        return label, str(children[0].attrs["href"]), rest.strip()

    def words(self, text: str) -> str:
        """Answer a line of Markdown as plain text."""
        return words(_MARKDOWN.parseInline(text)[0])

    def address(self, address: str, line: int) -> None:
        """Report an address that may be unsafe; have one that a field holds looked at when it is known."""
        tag = self._tokens[address]
        value = expression(tag)
        if not tag and "zq" not in address and SAFE_ADDRESS.fullmatch(address):
            return
        shown = self._tokens.show(address)
        if not value:
            way_out = "a link leads to one field, like {{ links.app }}, or to an address that begins with https://"
            self._page.report(f'"{shown}" cannot be followed: {way_out}', self._line(shown, line), shown)
        elif "| href(" not in value:
            self._follow(address, value)

    def _follow(self, placeholder: str, value: str) -> None:
        name = value.partition("|")[0].strip()
        self._tokens[placeholder] = f"{{{{ ({value}) | href({name!r}) }}}}"

    def _inline(self, token: Token, line: int) -> None:
        if token.type == "link_open":
            self.address(str(token.attrs["href"]), line)
        elif token.type == "image":
            self.picture(str(token.attrs["src"]), token.content, line)
        elif token.type == "text" and (found := INVISIBLE.search(token.content)):
            self._page.report(unseen(found[0]), line)
        elif token.type == "text" and (found := _BROKEN_LINK.search(token.content)):
            shown = self._tokens.show(found[0])
            way_out = "a link is written [words](https://…), without spaces, with both parentheses"
            self._page.report(f'people would read "{shown}" as it stands: {way_out}', self._line(shown, line), shown)
        elif token.type == "text" and (found := _HTML.search(token.content)):
            at = self._line(found[0], line)
            self._page.report(
                f"HTML such as {found[0]} cannot be used in a mail: use Markdown, or a component", at, found[0]
            )

    def picture(self, source: str, shows: str, line: int) -> None:
        """Report a picture that cannot be fetched safely, or that says nothing to whoever does not see it."""
        if not source.startswith("https://") or "zq" in source:
            self._page.report(
                f'an image has to be at an https address, not "{source}"', self._line(source, line), source
            )
        if not shows.strip():
            self._page.report("say what the image shows: ![words](…); many people see only the words", line, "![")

    def _line(self, shown: str, line: int) -> int:
        return self._page.line_of(shown, line)


def is_one_list(text: str) -> bool:
    """Answer whether the Markdown is a single list and nothing else."""
    opened = [token for token in _MARKDOWN.parse(text) if token.level == 0]
    return len(opened) == 2 and opened[0].type in ("bullet_list_open", "ordered_list_open")


def html(parsed: Sequence[Token], around: tuple[str, str] = ("", "")) -> str:
    """Answer the Markdown as HTML; `around` repeats the items of the one list there is."""
    inner = list(parsed)
    if not any(around):
        return str(_MARKDOWN.renderer.render(inner, _MARKDOWN.options, {}))
    items = _MARKDOWN.renderer.render(inner[1:-1], _MARKDOWN.options, {})
    return f"<{inner[0].tag}>{around[0]}{items}{around[1]}</{inner[0].tag}>"
