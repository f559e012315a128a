"""The brand in one language: brand.yaml, and what a brand.de.yaml says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap

from emails.filters import Instead
from emails.look import read_look
from emails.naming import canonical, fallbacks
from emails.page import Page
from emails.source import line, read_yaml

FILE = "brand.yaml"
LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Voice:
    """How mails look and speak in one language (BCP 47), and the files that say so.

    `missing` are the words that stand where a field has no value, by its name.
    """

    language: str
    files: tuple[str, ...]
    brand: Mapping[str, Any]
    missing: Mapping[str, Instead]


def is_brand(file: str) -> bool:
    """Answer whether a file of a theme is a brand, in whatever language."""
    return file.startswith("brand.")


def brand_locales(pages: Mapping[str, Page]) -> list[str]:
    """Answer the languages with a brand of their own; a file named otherwise is reported to its page."""
    found = []
    for file, page in pages.items():
        if not is_brand(file) or file == FILE:
            continue
        tag = file.removeprefix("brand.").rpartition(".")[0]
        right = f"brand.{canonical(tag)}.yaml"
        if not canonical(tag):
            page.report("this file would not be read: a brand in another language is called brand.de.yaml", 1)
        elif file != right:
            page.report(f"call this file {right}", 1)
        else:
            found.append(tag)
    return found


def read_voice(pages: Mapping[str, Page], locale: str = "") -> Voice | None:
    """Answer the brand in a language (none: that of brand.yaml); None if one of its files cannot be read.

    What brand.pt-BR.yaml does not say is as in brand.pt.yaml, and then as in brand.yaml.
    """
    others = [f"brand.{tag}.yaml" for tag in fallbacks(locale, brand_locales(pages))]
    files = (FILE, *reversed(others))
    brand: Mapping[str, Any] | None = None
    missing: dict[str, Instead] = {}
    for file in files:
        brand = read_look(pages[file], brand)
        if brand is None:
            return None
        missing |= _missing(pages[file])
    return Voice(locale or _language(pages[FILE]), files, brand or {}, missing)


def _language(page: Page) -> str:
    entries = read_yaml(page, page.text) or CommentedMap()
    said = entries.get("language", LANGUAGE)
    if isinstance(said, str) and canonical(said) == said:
        return said
    page.report("a language is written as en, de or pt-BR", line(entries, "language"), str(said))
    return LANGUAGE


def _missing(page: Page) -> dict[str, Instead]:
    entries = read_yaml(page, page.text) or CommentedMap()
    told = entries.get("missing", CommentedMap())
    if not isinstance(told, CommentedMap):
        message = "write below it, indented, what stands instead: `contact.first_name: there`"
        page.report(message, line(entries, "missing"), "missing")
        return {}
    for name, words in told.items():
        if not isinstance(words, str) or not words.strip():
            page.report(f'"{name}" has to be text', line(told, name), str(name))
    return {str(name): Instead(words) for name, words in told.items()}
