"""All mails of a program, read and compiled together."""

from collections.abc import Iterator, Mapping

from emails.compiler import Compiler
from emails.fields import Field, kinds
from emails.filters import FILTERS, THEME_FILTERS
from emails.page import Page, suggest
from emails.safety import Language
from emails.source import read_source
from emails.template import Template
from emails.theme import FILES, Theme, read_theme

TEMPLATES, THEMES = "emails/templates/", "emails/themes/"

__all__ = ["Field", "Library", "channels", "read_library"]


class Library(Mapping[str, Template]):
    """The templates by name, such as `onboarding/welcome`."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        """Hold these templates."""
        self._templates = dict(templates)

    def __getitem__(self, name: str) -> Template:
        """Answer the template; a KeyError says which one was probably meant."""
        if name not in self._templates:
            raise KeyError(f'there is no mail "{name}"{suggest(name, self._templates)}')
        return self._templates[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._templates)

    def __len__(self) -> int:
        """Answer how many mails there are."""
        return len(self._templates)

    @property
    def names(self) -> frozenset[str]:
        """Answer the names of all mails."""
        return frozenset(self._templates)


def read_library(sources: Mapping[str, str], fields: Mapping[str, Field]) -> Library:
    """Answer the library that the files (text by path) make; `fields` are those of the catalog.

    Files outside the folders of templates and themes are passed over. Raises an ExceptionGroup of SyntaxErrors: every
    mistake of every file, in the order of the files.
    """
    known = kinds(fields)
    pages = _pages(sources, TEMPLATES, ".md")
    looks = _pages(sources, THEMES)
    for missing in (file for file in FILES if file not in looks):
        looks[missing] = Page(THEMES + missing, "")
        looks[missing].report("this file is missing: a theme cannot do without it", 1)
    theme = None if _mistakes(looks) else read_theme(looks, Language(known, THEME_FILTERS))
    templates = _compiled(pages, theme, Language(known, FILTERS))
    mistakes = [*_mistakes(pages), *_mistakes(looks)]
    if mistakes:
        raise ExceptionGroup("the mails have mistakes", mistakes)
    return Library(templates)


def channels(sources: Mapping[str, str]) -> Mapping[str, str]:
    """Answer how each mail among the files is shown, email or in_app, by its name; whatever else is wrong in it."""
    pages = _pages(sources, TEMPLATES, ".md")
    found = {path.removesuffix(".md"): read_source(page) for path, page in pages.items()}
    return {name: source.channel if source else "" for name, source in found.items()}


def _compiled(pages: Mapping[str, Page], theme: Theme | None, language: Language) -> dict[str, Template]:
    templates: dict[str, Template] = {}
    for path, page in pages.items():
        source = read_source(page)
        if source is None:
            continue
        if theme is None:
            language.read(page, source.body, source.at["body"])
        elif template := Compiler(theme, language).template(path.removesuffix(".md"), source):
            templates[template.name] = template
    return templates


def _pages(sources: Mapping[str, str], folder: str, suffix: str = "") -> dict[str, Page]:
    inside = sorted(path for path in sources if path.startswith(folder) and path.endswith(suffix))
    return {path.removeprefix(folder): Page(path, sources[path]) for path in inside}


def _mistakes(pages: Mapping[str, Page]) -> list[SyntaxError]:
    found = [mistake for page in pages.values() for mistake in page.mistakes]
    return sorted(found, key=lambda mistake: (mistake.filename or "", mistake.lineno or 0, mistake.offset or 0))
