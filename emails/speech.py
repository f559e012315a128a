"""How a language writes dates, numbers and amounts: the filters of mails, each in the way of one language."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date as day
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern

from emails.filters import THEME_FILTERS, Filter, hundredths

AMERICAN = frozenset({"en", "en-US"})
EXAMPLE = 'plural("Aufgabe", "Aufgaben")'
KEPT = 4096  # values that stay written: mails of a day repeat the same counts, shares and dates
_MORE_FORMS = frozenset({"zero", "two", "few"})
_UNFIT = "this language has more than two forms of a word: put the number after it, as in `Tasks: {{ … }}`"


class Written(str):
    """A value as a language writes it: nothing of it comes from strangers."""

    __slots__ = ()


@lru_cache(maxsize=64)
def filters_in(tag: str) -> Mapping[str, Filter]:
    """Answer the filters as a language (BCP 47) has them."""
    if tag in AMERICAN:
        return THEME_FILTERS
    speech = Speech(Locale.parse(tag, sep="-"))
    own: dict[str, Callable[..., str]] = {
        "number": lru_cache(KEPT)(speech.number),
        "percent": lru_cache(KEPT)(speech.percent),
        "money": lru_cache(KEPT)(speech.money),
        "date": lru_cache(KEPT)(speech.date),
        "plural": lru_cache(KEPT)(speech.plural),
    }
    changed = {name: replace(THEME_FILTERS[name], apply=apply) for name, apply in own.items()}
    changed["plural"] = replace(
        changed["plural"], fewest=2, example=EXAMPLE, unfit="" if speech.has_two_forms else _UNFIT
    )
    return MappingProxyType({**THEME_FILTERS, **changed})


class Speech:
    """The ways of one language, with its patterns read once."""

    def __init__(self, locale: Locale) -> None:
        self._locale = locale
        self._number = _with_decimals(locale.decimal_formats[None], 1)
        self._percent = _with_decimals(locale.percent_formats[None], 0)
        self._money = _with_decimals(locale.currency_formats["standard"], 0)

    @property
    def has_two_forms(self) -> bool:
        """Answer whether a word for one and a word for many are enough."""
        return not _MORE_FORMS & self._locale.plural_form.tags

    def number(self, value: float) -> str:
        """Answer 1234.5 as 1.234,5 in German: grouped, with at most one decimal."""
        return Written(self._number.apply(_decimal(value, 1), self._locale))

    def percent(self, value: float) -> str:
        """Answer the share 0.185 as 19 % in German."""
        return Written(self._percent.apply(Decimal(hundredths(value)) / 100, self._locale))

    def money(self, value: float, currency: str = "$") -> str:
        """Answer an amount in whole units: 12.400 € in German."""
        return Written(self._money.apply(_decimal(value, 0), self._locale, currency=currency, currency_digits=False))

    def date(self, value: day) -> str:
        """Answer a day, or the day of an instant in its own zone: 1. März 2027."""
        return Written(format_date(value.date() if isinstance(value, datetime) else value, "long", self._locale))

    def plural(self, value: float, one: str, many: str) -> str:
        """Answer the number with its noun: 1 Aufgabe, 12 Aufgaben; in French 0 tâche."""
        single = self._locale.plural_form(_decimal(value, 1)) == "one"
        return Written(f"{self.number(value)} {one if single else many}")


def _with_decimals(pattern: NumberPattern, most: int) -> NumberPattern:
    changed = copy(pattern)
    changed.frac_prec = (0, most)
    return changed


def _decimal(value: float, places: int) -> Decimal:
    """Answer the value as it is rounded in English, so that no language tells another one."""
    return Decimal(value if isinstance(value, int) else f"{value:.{places}f}")
