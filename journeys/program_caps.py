"""How much is enough: the gap between two mails and the caps on their number, read from the program's file."""

import re
from datetime import timedelta

from journeys.caps import NO_CAPS, USUAL, Cap, Caps
from journeys.document import Scalar
from journeys.durations import duration
from journeys.mistakes import did_you_mean
from journeys.section import Section

OFF = ("off", "none")
CAP = re.compile(r"(\d{1,3}) +in +(.+)")
NO_GAP = timedelta(0)
USUAL_GAP = timedelta(hours=20)


def read_gap(program: Section) -> timedelta:
    """Read `gap` of `send`: for how long an account is left alone after a commercial mail; zero: it is not."""
    section = program.section("send", required=False)
    if section is None or "gap" not in section:
        return USUAL_GAP
    return NO_GAP if _is_off(section, "gap") else section.duration("gap")


def read_caps(program: Section) -> Caps:
    """Read `caps` of `send`: how many commercial mails a person and an account get at most."""
    send = program.section("send", required=False)
    if send is None or "caps" not in send:
        return USUAL
    if _is_off(send, "caps"):
        return NO_CAPS
    if isinstance(send.value("caps"), Scalar):
        send.mistake("caps", "caps needs to know whose: {contact: 2 in 7 days, account: 4 in 7 days}, or off")
        return USUAL
    section = send.section("caps")
    if section is None:
        return USUAL
    caps = Caps(_cap(section, "contact", USUAL.contact), _cap(section, "account", USUAL.account))
    section.close()
    return caps


def _cap(section: Section, key: str, usual: Cap | None) -> Cap | None:
    if key not in section:
        return usual
    if _is_off(section, key):
        return None
    text = section.text(key, "")
    if not text:
        return usual
    found = CAP.fullmatch(text.strip())
    within = duration(found[2]) if found else None
    if found is None or within is None:
        hint = did_you_mean(text, OFF) or ": so many in so long, such as 2 in 7 days, or off"
        section.mistake(key, f'"{text}" is no cap{hint}')
    elif not int(found[1]) or not within:
        section.mistake(key, f'"{text}" says nothing: give a number and a time of at least 1, or off')
    else:
        return Cap(int(found[1]), within)
    return usual


def _is_off(section: Section, key: str) -> bool:
    value = section.value(key)
    return isinstance(value, Scalar) and (value.value is False or value.text.strip() in OFF)
