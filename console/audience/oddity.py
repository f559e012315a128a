"""What looks odd to whoever reads it, although nothing is wrong with the file."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# The kinds there are, and what each says of the accounts beside it.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "unwritable": "cannot be written for them",
        "blank": "a blank where a word should be",
        "unseen": "a character that nobody sees",
        "placeholder": "a name that nobody has",
        "capitals": "a name in capitals",
        "address": "an address for a name",
        "company": "a company for a first name",
        "number": "a number that cannot be",
        "share": "more than all of it",
        "date": "a date that cannot be meant",
        "nothing": "nothing of nothing",
        "cut": "a name that is cut off",
        "subject": "a subject that is cut off",
        "held": "held, not sent: what it says is not known now",
    }
)


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing of one of the KINDS, and what exactly: `contact.first_name is "N/A"`."""

    kind: str
    what: str
