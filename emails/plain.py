"""Markdown as plain text that reads well: the text part of a mail."""

from collections.abc import Iterator, Sequence
from textwrap import indent

from markdown_it.token import Token


def plain(parsed: Sequence[Token], around: tuple[str, str] = ("", "")) -> str:
    """Answer the Markdown as readable plain text; `around` repeats the items of the one list there is."""
    if any(around):
        return f"{around[0]}{_blocks(iter(parsed))}\n{around[1]}"
    return _blocks(iter(parsed))


def _blocks(tokens: Iterator[Token], tight: bool = False) -> str:
    blocks: list[str] = []
    for token in tokens:
        if token.nesting < 0:
            break
        tight |= token.hidden  # Markdown hides the paragraphs of a list without gaps
        blocks.append(_block(token, tokens))
    return ("\n" if tight else "\n\n").join(block for block in blocks if block)


def _block(token: Token, tokens: Iterator[Token]) -> str:
    match token.type:
        case "inline":
            return words(token)
        case "bullet_list_open" | "ordered_list_open":
            return _blocks(tokens, tight=True)
        case "list_item_open":
            mark = f"{token.info}. " if token.info else "- "
            return mark + indent(_blocks(tokens), " " * len(mark)).lstrip()
        case "blockquote_open":
            return "> " + _blocks(tokens).replace("\n", "\n> ")
        case "hr":
            return "* * *"
        case _ if token.nesting > 0:
            return _blocks(tokens)
    return token.content.rstrip("\n")


def words(inline: Token) -> str:
    """Answer a line of Markdown as plain text, with each address after its words."""
    written: list[str] = []
    target = ""
    for token in inline.children or ():
        match token.type:
            case "link_open":
                target = str(token.attrs["href"])
            case "link_close":
                written.append("" if "".join(written).endswith(target) else f" ({target})")
            case "softbreak":
                written.append(" ")
            case "hardbreak":
                written.append("\n")
            case _:
                written.append(token.content)
    return "".join(written)
