"""What is tried with a mail: how many accounts get a variant, and what the mail is to bring about."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from emails.page import suggest
from emails.source import Source

USUAL = timedelta(days=14)
_SHARE = re.compile(r"(\d{1,2}(?:\.\d+)?) *%")
_SPAN = re.compile(r"(\d{1,3}) *(day|week)s?")
_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True, slots=True)
class Goal:
    """What a mail is to bring about: that an event happens at the account within so long."""

    event: str
    within: timedelta = USUAL


def read_share(source: Source) -> float | None:
    """Answer the part of all accounts that a variant says it is for, if it says one."""
    said = source.entries.get("share")
    found = _SHARE.fullmatch(said or "")
    if said and (found is None or not float(found[1])):
        source.page.report("a share is part of all accounts, such as 30%", source.at["share"], said)
    return float(found[1]) / 100 if found else None


def read_goal(source: Source, events: Collection[str] | None) -> Goal | None:
    """Answer what the front matter says the mail is for.

    `events` are those that the program's feeds bring, also as `ticket *` (None: they are not looked at).
    """
    event, said = source.entries.get("goal", ""), source.entries.get("within", "")
    if said and not event:
        source.page.report("say of what: `goal: project created` names the event", source.at["within"], "within")
    if event and events is not None and not any(_means(known, event) for known in events):
        hint = suggest(event, events) or ": every event stands under its feed in program.yaml"
        source.page.report(f'no feed brings an event "{event}"{hint}', source.at["goal"], event)
    span = _SPAN.fullmatch(said)
    if said and (span is None or span[1].strip("0") == ""):
        source.page.report("a length of time is written 7 days or 2 weeks", source.at["within"], said)
    within = timedelta(days=int(span[1]) * _DAYS[span[2]]) if span else USUAL
    return Goal(event, within) if event else None


def _means(known: str, event: str) -> bool:
    return event.startswith(known[:-1]) if known.endswith("*") else event == known
