"""A mail with everything it can be: its languages, and the variants that are tried against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from emails.lot import ORIGINAL, draw
from emails.naming import Name, fallbacks
from emails.template import Template
from emails.trial import Goal


@dataclass(frozen=True, slots=True)
class Mail:
    """The templates of one mail by the names of their files, the shares of its variants, and what it is for."""

    name: str
    templates: Mapping[Name, Template]
    shares: Mapping[str, float | None] = field(default_factory=dict)
    goal: Goal | None = None

    @property
    def original(self) -> Template:
        """Answer the mail as its own file says it."""
        return self.templates[Name(self.name)]

    @property
    def fields(self) -> frozenset[str]:
        """Answer the fields that any edition of it needs."""
        return frozenset[str]().union(*(template.fields for template in self.templates.values()))

    def choose(self, locale: str | None, key: str, variant: str = "") -> Template:
        """Answer the edition for somebody who reads `locale`, at the account `key`.

        Their language decides first. A variant is drawn for the account, unless it was given one before; in a language
        in which the variants are not written nobody gets one, and nobody is counted.
        """
        known = {name.locale for name in self.templates if not name.variant}
        language = next(fallbacks(locale, known), "")
        original = self.templates[Name(self.name, "", language)]
        if not original.variant:
            return original
        letter = variant if variant in {ORIGINAL, *self.shares} else draw(self.name, key, self.shares)
        return original if letter == ORIGINAL else self.templates[Name(self.name, letter, language)]
