"""Compiles mails in every language and variant in which they are written."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from emails.compiler import Compiler
from emails.fields import Kind
from emails.filters import FILTERS
from emails.lot import ORIGINAL
from emails.mail import Mail
from emails.manner import read_manner
from emails.naming import Name
from emails.page import Page, suggest
from emails.safety import Language
from emails.source import Source, read_source
from emails.speech import filters_in
from emails.template import Template
from emails.theme import read_theme
from emails.trial import read_goal, read_share
from emails.voice import Voice, brand_locales, read_voice


@dataclass(frozen=True, slots=True)
class _Tongue:
    """What mails in one language may say, and what compiles them (none: the theme has mistakes)."""

    language: Language
    compiler: Compiler | None


class Press:
    """Holds the themes' files (`looks`), and what mails may speak of, for all the mails of a program."""

    def __init__(self, looks: Mapping[str, Page], known: Mapping[str, Kind]) -> None:
        """Read the theme in every language that has a brand; mistakes are reported to its pages."""
        self._looks = looks
        self._known = known
        self._complete = not any(page.mistakes for page in looks.values())
        self._tongues: dict[str, _Tongue] = {}
        for locale in ("", *brand_locales(looks)):
            self._tongue(locale)

    def mail(
        self,
        name: str,
        files: Mapping[Name, Page],
        events: Collection[str] | None = None,
        tastes: Collection[str] | None = None,
    ) -> Mail | None:
        """Answer the mail that these files make; None if one has mistakes, which are reported to their pages.

        `events` are those that a goal may name, `tastes` the rules of taste that it may (None: any).
        """
        sources = {edition: read_source(page, edition) for edition, page in files.items()}
        letters = sorted({edition.variant for edition in files if edition.variant})
        _complain_of_gaps(files, letters)
        templates: dict[Name, Template] = {}
        for edition in sorted(files, key=lambda one: (bool(one.locale), bool(one.variant))):
            tried = edition.variant or ORIGINAL if _all_there(files, name, letters, edition.locale) else ""
            template = self._template(edition, sources, tried)
            templates |= {edition: template} if template else {}
        shares = _shares(sources)
        original = sources.get(Name(name))
        goal = read_goal(original, events) if original else None
        if original:
            read_manner(original, tastes)  # for what is wrong with it
        sound = not any(page.mistakes for page in files.values())
        return Mail(name, templates, shares, goal) if sound and len(templates) == len(files) else None

    def _template(self, edition: Name, sources: dict[Name, Source | None], tried: str) -> Template | None:
        source, parent = sources[edition], edition.parent
        if source is None:
            return None
        tongue = self._tongue(edition.locale)
        if parent is not None:
            other = sources.get(parent)
            if other is None or other.page.mistakes:  # what it lends cannot be looked at here
                tongue.language.read(source.page, source.body, source.at["body"])
                return None
            source = sources[edition] = source.beside(other, parent.file, body=bool(edition.variant))
        if tongue.compiler is None:
            tongue.language.read(source.page, source.body, source.at["body"])
            return None
        return tongue.compiler.template(edition, source, tried)

    def _tongue(self, locale: str) -> _Tongue:
        if locale not in self._tongues:
            self._tongues[locale] = self._learned(locale)
        return self._tongues[locale]

    def _learned(self, locale: str) -> _Tongue:
        voice = read_voice(self._looks, locale) if self._complete else None
        known = dict(self._known)
        if voice is not None:
            known |= self._instead(voice)
        filters = filters_in(voice.language if voice else locale or "en")
        language = Language(known, {name: filters[name] for name in FILTERS})
        theme = read_theme(self._looks, voice, Language(known, filters)) if voice else None
        return _Tongue(language, Compiler(theme, language) if theme else None)

    def _instead(self, voice: Voice) -> dict[str, Kind]:
        told = {}
        for name, words in voice.missing.items():
            kind = self._known.get(name)
            if kind is not None and kind.type == "text":
                told[name] = replace(kind, optional=False, default=words)
                continue
            file = next(file for file in reversed(voice.files) if name in self._looks[file].text)
            page = self._looks[file]
            wrong = f'"{name}" is not text' if kind else f'there is no field "{name}"{suggest(name, self._known)}'
            page.report(wrong, page.line_of(name), name)
        return told


def _all_there(files: Collection[Name], mail: str, letters: Collection[str], locale: str) -> bool:
    return bool(letters) and all(Name(mail, letter, locale) in files for letter in letters)


def _complain_of_gaps(files: Mapping[Name, Page], letters: Collection[str]) -> None:
    """Report files that stand alone, and variants in a language that would never be sent."""
    for edition, page in files.items():
        wanted = [Name(edition.mail), edition.parent or edition]
        if edition.variant and edition.locale:
            wanted += [Name(edition.mail, letter, locale) for letter in letters for locale in ("", edition.locale)]
        for other in dict.fromkeys(one for one in wanted if one not in files):
            page.report(f"there is no {other.file} beside this file: write it, or take this one away", 1)


def _shares(sources: Mapping[Name, Source | None]) -> dict[str, float | None]:
    variants = {
        edition.variant: source
        for edition, source in sorted(sources.items(), key=lambda pair: pair[0])
        if edition.variant and not edition.locale
    }
    shares = {letter: read_share(source) if source else None for letter, source in variants.items()}
    last = next((source for source in reversed(variants.values()) if source and "share" in source.at), None)
    if last and sum(share or 0 for share in shares.values()) > 0.995:
        last.page.report("the shares leave nothing for the mail itself: together less than 100%", last.at["share"])
    return shares
