"""What the names of a mail's files say: `welcome.b.de.md` is the variant b of the mail `welcome`, in German."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

VARIANTS = "bcdefghijklmnopqrstuvwxyz"
_KNOWN = Locale("en")  # what languages, scripts and countries there are
_TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """The name of one file: whose mail it is, its variant (none: the original), its locale (none: the original's)."""

    mail: str
    variant: str = ""
    locale: str = ""

    def __str__(self) -> str:
        """Answer it as the file is called, without its ending: `onboarding/welcome.b.de`."""
        return ".".join(filter(None, (self.mail, self.variant, self.locale)))

    @property
    def file(self) -> str:
        """Answer how the file is called where it lies: `welcome.b.de.md`."""
        return f"{str(self).rpartition('/')[2]}.md"

    @property
    def parent(self) -> "Name | None":
        """Answer whose words stand where this file says nothing: in its own language if it can be."""
        if self.variant:
            return Name(self.mail, "", self.locale)
        return Name(self.mail) if self.locale else None

    @property
    def kin(self) -> tuple["Name", ...]:
        """Answer this name and those it falls back to, nearest first: where its previews may lie."""
        return tuple(
            dict.fromkeys((self, Name(self.mail, "", self.locale), Name(self.mail, self.variant), Name(self.mail)))
        )


def read_name(path: str) -> Name:
    """Answer what a path below the folder of templates says; raise ValueError, with the right name if there is one."""
    mail, *tags = path.removesuffix(".md").split(".")
    letters = [tag for tag in tags if len(tag) == 1]
    written = [tag for tag in tags if len(tag) != 1]
    if strange := [tag for tag in written if not canonical(tag)]:
        raise ValueError(f'"{strange[0]}" is no language: write one such as de or pt-BR, or no dot in the name')
    if len(letters) > 1 or len(written) > 1:
        raise ValueError("a file is for one variant and one language: welcome.b.de.md")
    if letters and letters[0].lower() not in VARIANTS:
        raise ValueError(f'"{letters[0]}" is no variant: they are called b to z, and a is the mail without a letter')
    name = Name(mail, *(tag.lower() for tag in letters or [""]), *(canonical(tag) for tag in written or [""]))
    if f"{name}.md" != path:
        raise ValueError(f"call this file {name.file}")
    return name


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str:
    """Answer a BCP 47 tag as it is written: `pt-BR` for `pt_br`; nothing if there is no such language or country."""
    found = _TAG.fullmatch(tag.replace("_", "-"))
    if found is None:
        return ""
    language, script, country = found[1].lower(), (found[2] or "").title(), (found[3] or "").upper()
    if (script and script not in _KNOWN.scripts) or (country and country not in _KNOWN.territories):
        return ""
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return ""
    return "-".join(filter(None, (language, script, country)))


def fallbacks(locale: str | None, known: Container[str]) -> Iterator[str]:
    """Answer those of the `known` locales that fit somebody's, the nearest first, forgiving how theirs is written.

    That is looked up as RFC 4647 (section 3.4) does it: `de-AT` is first itself, then `de`.
    """
    parts = re.split(r"[.@]", locale or "")[0].strip().replace("_", "-").split("-")
    while parts:
        tag = canonical("-".join(parts))
        if tag and tag in known:
            yield tag
        parts.pop()
