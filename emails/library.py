"""All mails of a program, read and compiled together."""

from collections.abc import Collection, Iterator, Mapping

from emails.fields import Field, kinds
from emails.mail import Mail
from emails.manner import Manner, read_manner
from emails.naming import Name, read_name
from emails.page import Page, suggest
from emails.press import Press
from emails.source import Source, read_source
from emails.template import Template
from emails.theme import FILES

TEMPLATES, THEMES = "emails/templates/", "emails/themes/"

__all__ = ["Field", "Library", "channels", "manners", "read_library", "read_mails"]


class Library(Mapping[str, Template]):
    """The mails by name, such as `onboarding/welcome`: each as its own file says it, and in its other editions."""

    def __init__(self, mails: Mapping[str, Mail]) -> None:
        """Hold these mails."""
        self._mails = dict(mails)

    def __getitem__(self, name: str) -> Template:
        """Answer the original; a KeyError says which mail was probably meant."""
        return self.mail(name).original

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._mails)

    def __len__(self) -> int:
        """Answer how many mails there are."""
        return len(self._mails)

    @property
    def names(self) -> frozenset[str]:
        """Answer the names of all mails."""
        return frozenset(self._mails)

    @property
    def editions(self) -> Mapping[str, Template]:
        """Answer every edition of every mail by the name of its file: `onboarding/welcome.b.de`."""
        return {str(name): template for mail in self._mails.values() for name, template in mail.templates.items()}

    def mail(self, name: str) -> Mail:
        """Answer the mail with all its editions; a KeyError says which one was probably meant."""
        if name not in self._mails:
            raise KeyError(f'there is no mail "{name}"{suggest(name, self._mails)}')
        return self._mails[name]

    def fields(self, name: str) -> frozenset[str]:
        """Answer what has to be gathered for a mail, whichever of its editions is sent."""
        return self.mail(name).fields

    def choose(self, name: str, locale: str | None, key: str, variant: str = "") -> Template:
        """Answer the edition for somebody who reads `locale`, at the account `key`, that was given `variant` before."""
        return self.mail(name).choose(locale, key, variant)


def read_library(
    sources: Mapping[str, str], fields: Mapping[str, Field], events: Collection[str] | None = None
) -> Library:
    """Answer the library that the files (text by path) make; `fields` are those of the catalog.

    Files outside the folders of templates and themes are passed over. `events` are those that a goal may name (None:
    any). Raises an ExceptionGroup of SyntaxErrors: every mistake of every file, in the order of the files.
    """
    mails, mistakes = read_mails(sources, fields, events)
    if mistakes:
        raise ExceptionGroup("the mails have mistakes", mistakes)
    return Library(mails)


def read_mails(
    sources: Mapping[str, str],
    fields: Mapping[str, Field],
    events: Collection[str] | None = None,
    tastes: Collection[str] | None = None,
) -> tuple[Mapping[str, Mail], list[SyntaxError]]:
    """Answer the mails that are in order, also where others are not, and every mistake in every file.

    `events` are those that a goal may name, `tastes` the rules of taste that a mail may (None: any).
    """
    pages, looks = _pages(sources, TEMPLATES, ".md"), _pages(sources, THEMES)
    for missing in (file for file in FILES if file not in looks):
        looks[missing] = Page(THEMES + missing, "")
        looks[missing].report("this file is missing: a theme cannot do without it", 1)
    press = Press(looks, kinds(fields))
    found = {name: press.mail(name, files, events, tastes) for name, files in _by_mail(pages).items()}
    return {name: mail for name, mail in found.items() if mail}, [*_mistakes(pages), *_mistakes(looks)]


def channels(sources: Mapping[str, str]) -> Mapping[str, str]:
    """Answer how each mail among the files is shown, email or in_app, by its name; whatever else is wrong in it."""
    return {name: source.channel if source else "" for name, source in _originals(sources).items()}


def manners(sources: Mapping[str, str]) -> Mapping[str, Manner]:
    """Answer of each mail among the files when it may be said, by its name; whatever else is wrong in it."""
    return {name: read_manner(source) if source else Manner() for name, source in _originals(sources).items()}


def _originals(sources: Mapping[str, str]) -> Mapping[str, Source | None]:
    mails = _by_mail(_pages(sources, TEMPLATES, ".md"))
    return {name: read_source(files[Name(name)]) for name, files in mails.items() if Name(name) in files}


def _by_mail(pages: Mapping[str, Page]) -> dict[str, dict[Name, Page]]:
    """Answer the pages of each mail by what their names say; one with another kind of name is reported to its page."""
    mails: dict[str, dict[Name, Page]] = {}
    for path, page in pages.items():
        try:
            name = read_name(path)
        except ValueError as mistake:
            page.report(str(mistake), 1)
        else:
            mails.setdefault(name.mail, {})[name] = page
    return mails


def _pages(sources: Mapping[str, str], folder: str, suffix: str = "") -> dict[str, Page]:
    inside = sorted(path for path in sources if path.startswith(folder) and path.endswith(suffix))
    return {path.removeprefix(folder): Page(path, sources[path]) for path in inside}


def _mistakes(pages: Mapping[str, Page]) -> list[SyntaxError]:
    found = [mistake for page in pages.values() for mistake in page.mistakes]
    return sorted(found, key=lambda mistake: (mistake.filename or "", mistake.lineno or 0, mistake.offset or 0))
