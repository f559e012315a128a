"""Names that are none, as forms and other systems leave them behind."""

import re
from collections.abc import Iterator

from console.audience.oddity import Oddity

PEOPLE = ("contact.first_name", "contact.last_name")
NAMES = (*PEOPLE, "account.name")
SHORTEST_SHOUT = {"account.name": 6}  # IBM, NASA and BASF are called so; of a person, JP and AJ are
_NOBODY = re.compile(
    r"\W*(test(ing|er|user)?|n\W?a|none|null|undefined|nan|unknown|anonymous|nobody|tb[acd]|todo|x+|asdf\w*|qwert\w*|foo\W?bar"
    r"|(first|last|sur|full|your|company|account|user|contact|customer|organi[sz]ation)[\s_-]*name|name|example|sample|dummy"
    r"|(your|my|test|demo|sample|example) (company|account|organi[sz]ation|team|workspace)"
    r"|admin(istrator)?|no\W?reply)?\W*\d*",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\b(inc|ltd|llc|llp|gmbh|corp|plc|ag|bv|b\.v|sarl|s\.a|pty|co)\.?$|\d", re.IGNORECASE)


def odd_names(field: str, value: str, company: str) -> Iterator[Oddity]:
    """Find what is odd about a name; `company` is what the account is called."""
    said = f'{field} is "{value}"'
    person = field in PEOPLE
    if _NOBODY.fullmatch(value):
        yield Oddity("placeholder", said)
    elif person and "@" in value:
        yield Oddity("address", said)
    elif field == "contact.first_name" and (value.casefold() == company.casefold() or _COMPANY.search(value)):
        yield Oddity("company", said)
    elif value.isupper() and sum(map(str.isalpha, value)) >= SHORTEST_SHOUT.get(field, 3):
        yield Oddity("capitals", said)
