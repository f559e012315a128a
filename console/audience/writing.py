"""A mail written for one real person, as it would be if it left now, and looked at instead of sent."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from console.assembling import Program
from console.audience.lines import odd_lines
from console.audience.oddity import Oddity
from console.audience.recipients import Recipient
from console.audience.values import odd_values
from emails.preview import SENT_WITH
from emails.template import RenderError
from journeys.catalog import context, unknowns
from journeys.survey_fields import PLACE
from workers.editions import ADDRESSED
from workers.gather import Standing


def oddities(program: Program, now: datetime, standing: Standing, way: Recipient) -> Iterator[Oddity]:
    """Find what would be odd in a mail for this person now; of one that says what is unknown, that it is held."""
    mail = program.library.choose(way.mail, way.contact.locale, standing.account.key)
    names, catalog = mail.fields - ADDRESSED, program.book.catalog
    if doubt := way.doubt or next(iter(unknowns(now, catalog, standing.behavior, way.contact, names).values()), ""):
        yield Oddity("held", doubt)
        return
    known = context(now, catalog, standing.behavior, way.contact, names)
    known |= _example_links(known)
    values = _flat(known)
    yield from odd_values(now, values, catalog.fields)
    try:
        content = mail.render(_addressed(known, program))
    except RenderError as problem:
        yield Oddity("unwritable", str(problem).partition(": ")[2])
    else:
        yield from odd_lines(content, values)


def _addressed(known: Mapping[str, object], program: Program) -> dict[str, object]:
    links = known.get("links")
    return {
        **known,
        "links": {**(links if isinstance(links, dict) else {}), "unsubscribe": SENT_WITH["links.unsubscribe"]},
        "brand": {"postal_address": program.book.program.sender.postal_address},
    }


def _example_links(known: Mapping[str, object]) -> dict[str, object]:
    """Answer links that look like those to surveys, each of which is somebody's own and made when the mail is sent."""
    named = known.get("surveys")
    return {"surveys": {name: PLACE + name for name in named}} if isinstance(named, dict) else {}


def _flat(known: Mapping[str, object]) -> dict[str, object]:
    groups = ((group, told) for group, told in known.items() if isinstance(told, dict))
    return {f"{group}.{name}": value for group, told in groups for name, value in told.items()}
