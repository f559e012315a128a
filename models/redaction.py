"""Taking a person's names and addresses out of what is on record: everything else stays as it was. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from models.places import fingerprint

GONE = "[forgotten]"
SHORTEST = 2  # letters of a name: one letter stands for anything
# Where an address begins and ends: `nada@…` is somebody else, what stands behind `%3C` or `=` is not.
_BEFORE, _AFTER = r"(?:(?<![\w.+-])|(?<=%[0-9A-Fa-f]{2}))", r"(?![\w-]|\.\w)"
# Properties whose value is somebody's own, whatever it says.
PERSONAL = re.compile(
    r"(^|_|\b)(e?mail|name|phone|mobile|tel|address|street|ip|birthday|born|linkedin|twitter|avatar)($|_|\b)", re.I
)


@dataclass(frozen=True)
class Redaction:
    """What is taken out: addresses in whatever letters, whole names, and each part of a name as a word of its own."""

    addresses: frozenset[str]
    names: frozenset[str]

    def prose(self, text: str) -> str:
        """Answer a text in which nobody reads who it was."""
        return self._names.sub(GONE, self._addresses.sub(GONE, text))

    def label(self, text: str) -> str:
        """Answer a key or a name of a thing without addresses, as unlike others as it was before."""
        return self._joined.sub(lambda found: fingerprint(_plain(found[0])), text)

    def value(self, told: Any, *, own: bool = False) -> Any:
        """Answer JSON in which nobody reads who it was; `own`: the person's, so what is personal goes as a whole."""
        if isinstance(told, str):
            return self.prose(told)
        if isinstance(told, Mapping):
            return {
                self.prose(name): GONE if own and value and _is_personal(name, value) else self.value(value, own=own)
                for name, value in told.items()
            }
        return [self.value(one, own=own) for one in told] if isinstance(told, list) else told

    def addressed(self, text: str) -> bool:
        """Answer whether an address stands in a text."""
        return bool(self._addresses.search(text))

    def tells(self, text: str) -> bool:
        """Answer whether a key says who it is: it holds an address or a name, in whatever letters."""
        parts = (rf"(?<![^\W_]){re.escape(word)}(?![^\W_])" for word in words_of(self.names))
        return self.addressed(text) or any(re.search(part, text, re.IGNORECASE) for part in parts)

    @cached_property
    def _addresses(self) -> re.Pattern[str]:
        return re.compile(f"{_BEFORE}{self._forms}{_AFTER}", re.IGNORECASE)

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        """An address within a key, as in `signup-ada@acme.example`."""
        return re.compile(rf"(?<![^\W_]){self._forms}{_AFTER}", re.IGNORECASE)

    @property
    def _forms(self) -> str:
        return _either({form for one in self.addresses for form in (one, one.replace("@", "%40"))})

    @cached_property
    def _names(self) -> re.Pattern[str]:
        forms = {form for one in (*self.names, *words_of(self.names)) for form in (one, one.title(), one.upper())}
        return re.compile(rf"(?<!\w){_either(forms)}(?!\w)")


def words_of(names: Iterable[str]) -> set[str]:
    """Answer the parts of names that are names by themselves."""
    return {word for name in names for word in name.split() if len(word.strip(".")) >= SHORTEST}


def _either(forms: Collection[str]) -> str:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})"


def _plain(address: str) -> str:
    return address.lower().replace("%40", "@")


def _is_personal(name: str, value: Any) -> bool:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|[-.\s]", "_", name).lower()
    return isinstance(value, str | int | float) and not isinstance(value, bool) and bool(PERSONAL.search(spaced))
