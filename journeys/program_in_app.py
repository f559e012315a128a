"""Messages inside the product, as program.yaml speaks of them: whose pages may show them, and how long they wait."""

import re
from datetime import timedelta

from journeys.section import Section
from journeys.success import InProduct

ORIGIN = re.compile(
    r"https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?"
)
NO_ORIGIN = '"{}" is not where pages come from: write https:// and the host in small letters, with nothing behind it'
ANYWHERE = "any page could ask then: name the hosts of your product, such as https://app.example.com"


def read_in_app(program: Section) -> InProduct:
    """Read `in_app`: the origins of the product's pages, and for how long a message waits for somebody to come by."""
    section = program.section("in_app", required=False)
    if section is None:
        return InProduct()
    keep = section.duration("keep", InProduct().keep)
    if keep < timedelta(days=1):
        section.mistake("keep", "a message waits for a day at least: people do not come by every hour")
    found = InProduct(_origins(section), keep)
    section.close()
    return found


def _origins(section: Section) -> tuple[str, ...]:
    origins = section.texts("origins", ())
    for origin, place in origins:
        if "*" in origin:
            section.mistakes.add(place, ANYWHERE)
        elif not ORIGIN.fullmatch(origin):
            section.mistakes.add(place, NO_ORIGIN.format(origin))
    return tuple(dict.fromkeys(origin for origin, _ in origins))
