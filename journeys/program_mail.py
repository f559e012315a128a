"""How a company writes: its names, sender, links, recipients and send window, read from the program's file."""

import re
from collections.abc import Mapping
from datetime import date, time
from urllib.parse import urlsplit

from journeys.contact_fields import ROLES, STARTER
from journeys.days import whole_number
from journeys.mistakes import did_you_mean, one_of
from journeys.section import Section
from journeys.success import Product, Sender
from journeys.window import Window

ADDRESS = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]{2,}")
NO_ADDRESS = '"{}" is not a mail address'
CURRENCY = re.compile(r"[A-Z]{3}")
CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})")
PUBLIC = "public"
COMPANYS = ("gap", "caps", "pace", "warm_up", "budget")  # of `send`: one for all journeys
MOST = 10_000_000  # mails in a day
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_product(program: Section) -> Product:
    """Read `product`: what it is called, who makes it, and the currency of its revenue."""
    section = program.section("product")
    if section is None:
        return Product("", "")
    product = Product(section.text("name"), section.text("company"), section.text("currency", "USD"))
    if not CURRENCY.fullmatch(product.currency):
        section.mistake("currency", "a currency has three capital letters, such as USD or EUR")
    section.close()
    return product


def read_sender(program: Section) -> Sender:
    """Read `sender`: who mails come from, and the postal address the law asks for."""
    section = program.section("sender")
    if section is None:
        return Sender("", "", "", "")
    email = _address(section, "email")
    reply_to = _address(section, "reply_to") if "reply_to" in section else email
    sender = Sender(email, section.text("name"), reply_to, section.text("postal_address"))
    section.close()
    return sender


def _address(section: Section, key: str) -> str:
    address = section.text(key)
    if address and not ADDRESS.fullmatch(address):
        section.mistake(key, NO_ADDRESS.format(address))
    return address


def read_operators(program: Section) -> tuple[str, ...]:
    """Read `operators`: the addresses that are told when Tenure itself, or a feed, needs somebody."""
    operators = program.texts("operators", ())
    for address, place in operators:
        if not ADDRESS.fullmatch(address):
            program.mistakes.add(place, NO_ADDRESS.format(address))
    return tuple(dict.fromkeys(address for address, _ in operators))


def read_links(program: Section) -> Mapping[str, str]:
    """Read `links`: the https links that mails use, by name."""
    section = program.section("links", required=False)
    return {name: _https(section, name) for name in section.names} if section else {}


def _https(section: Section, key: str) -> str:
    link = section.text(key)
    if link and not is_https(link):
        section.mistake(key, "a link begins with https:// and the name of a host")
    return link


def is_https(link: str) -> bool:
    """Answer whether `link` is one that a mail may carry."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and not re.search(r"[\s\"<>]", link)


def read_link(section: Section, links: Mapping[str, str]) -> str:
    """Read `link`: the name of one of the program's links, or an https link of its own."""
    link = section.text("link")
    if link in links:
        return links[link]
    if link and not is_https(link):
        hint = did_you_mean(link, links) or f"; there are: {one_of(links)}"
        section.mistake("link", f'there is no link "{link}"{hint}')
    return link


def read_recipients(program: Section) -> Mapping[str, tuple[str, ...]]:
    """Read `recipients`: by name, the roles to try in order."""
    section = program.section("recipients")
    return {name: _roles(section, name) for name in section.names} if section else {}


def _roles(section: Section, chain: str) -> tuple[str, ...]:
    roles = section.texts(chain)
    for role, place in roles:
        if role not in (known := (*ROLES, STARTER)):
            hint = did_you_mean(role, known)
            section.mistakes.add(place, f'there is no role "{role}"; the roles are: {one_of(known)}{hint}')
    return tuple(role for role, _ in roles)


def read_window(program: Section) -> Window:
    """Read `send`: the hours and weekdays on which mails may leave, in the recipient's own time, and holidays."""
    section = program.section("send", required=False)
    if section is None:
        return Window()
    opens, closes = _time(section, "from", time(9)), _time(section, "until", time(17))
    if opens >= closes:
        section.mistake("until", f"the window closes before it opens: until must come after {opens:%H:%M}")
    window = Window(opens, closes, _weekdays(section), *_holidays(section))
    for key in COMPANYS:  # see read_budget, journeys/program_caps.py and program_pace.py
        section.value(key)
    section.close()
    return window


def read_budget(program: Section) -> int | None:
    """Read `budget` of `send`: how many commercial mails any journey may send in a day, whatever it sent before."""
    section = program.section("send", required=False)
    return budget_of(section) if section else None


def budget_of(section: Section) -> int | None:
    """Read `budget`: a number of mails in a day; none if it is not said."""
    if "budget" not in section:
        return None
    budget = section.whole("budget")
    if whole_number(section, "budget") is not None and not 1 <= budget <= MOST:
        section.mistake("budget", f"a budget is a number of mails in a day, from 1 to {MOST:,}")
    return budget


def _time(section: Section, key: str, default: time) -> time:
    found = CLOCK.fullmatch(section.text(key, f"{default:%H:%M}"))
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return time(int(found[1]), int(found[2]))
    section.mistake(key, "a time of day has hours and minutes, such as 9:00 or 17:30")
    return default


def _weekdays(section: Section) -> frozenset[int]:
    days = section.texts("weekdays", WEEKDAYS[:5])
    for day, place in days:
        if day.lower() not in WEEKDAYS:
            section.mistakes.add(place, f'"{day}" is no weekday{did_you_mean(day, WEEKDAYS)}')
    return frozenset(WEEKDAYS.index(day.lower()) for day, _ in days if day.lower() in WEEKDAYS)


def _holidays(section: Section) -> tuple[frozenset[date], bool]:
    """Read the company's own holidays, and whether those of each account's country count besides."""
    said, found = section.texts("holidays", ()), set()
    for day, place in said:
        try:
            found |= {date.fromisoformat(day)} if day != PUBLIC else set()
        except ValueError:
            hint = did_you_mean(day, [PUBLIC]) or f": write one such as 2026-12-25, or {PUBLIC}"
            section.mistakes.add(place, f'"{day}" is no date{hint}')
    return frozenset(found), any(day == PUBLIC for day, _ in said)
