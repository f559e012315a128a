"""The JSON Schema of program.yaml."""

from journeys.caps import USUAL
from journeys.contact_fields import ROLES, STARTER
from journeys.program_caps import OFF
from journeys.program_mail import MOST, PUBLIC, WEEKDAYS
from journeys.program_pace import FASTEST, STEEPEST
from journeys.program_success import TRAIT_TYPES
from journeys.schema_parts import (
    DASHED,
    DATE,
    DURATION,
    LINK,
    UNIT,
    Names,
    Schema,
    choice,
    condition,
    duration,
    flag,
    named,
    several,
    table,
    text,
    texts,
    whole,
)  # fmt: skip
from journeys.signal import KINDS

ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
CLOCK = r"^\d{1,2}:\d\d$"
CAP = rf"^[1-9]\d{{0,2}} +in +0*[1-9]\d{{0,3}} *{UNIT}$"


def program_schema(names: Names) -> Schema:
    """Answer the schema of a program, which offers these names."""
    event, link = text("An event", known=names.events), text("A name of links, or an https link", known=names.links)
    return table(
        "What success means for your product, and how you write about it",
        {
            **_company(),
            "feeds": _feeds(),
            "features": named("The core features", _feature(event, link)),
            "segments": _segments(),
        },
        {**_people(), **_mails(), **_counts(event, link), **_judged(names)},
    )


def send_schema(meaning: str, *, company: bool) -> Schema:
    """Answer the schema of a send window; what keeps mails apart and few, and their speed, are the company's."""
    day = {"anyOf": [text("A date of your own", pattern=DATE), {"const": PUBLIC}]}
    window = {
        "from": text("From when, such as 9:00", pattern=CLOCK),
        "until": text("Until when, such as 17:00", pattern=CLOCK),
        "weekdays": texts("On which days", choice("A weekday", WEEKDAYS)),
        "holidays": texts("Never on these dates; `public`: on those of the account's country", day),
    }
    return table(meaning, {}, window | (_restraint() | _speed() if company else {}))


def _restraint() -> dict[str, Schema]:
    """Answer the schema of what keeps mails apart, and few."""
    off = {"enum": list(OFF)}
    cap = {"anyOf": [{"type": "string", "pattern": CAP}, off]}
    caps = table("", {}, {
        "contact": {"description": f"What a person gets at most; {USUAL.contact}, unless you say more", **cap},
        "account": {"description": "What an account gets at most, whoever of it", **cap},
    })  # fmt: skip
    gap = duration("How long an account is left alone after a commercial mail")
    return {
        "gap": {"description": gap["description"], "anyOf": [gap, off]},
        "caps": {
            "description": "How many commercial mails are enough, within days that roll along",
            "anyOf": [caps, off],
        },
    }


def _speed() -> dict[str, Schema]:
    """Answer the schema of how many mails may leave."""
    first = {
        "from": text("The first day, of UTC", pattern=DATE),
        "start": whole("How many mails on it", 1, FASTEST),
        "grow": {"description": "How many times as many on the next day", "type": "number", "maximum": STEEPEST}
        | {"exclusiveMinimum": 1},
    }
    limits = {
        "per_minute": whole("How many mails within any minute", 1, FASTEST),
        "per_day": whole("How many on a day of UTC", 1, FASTEST),
    }
    return {
        "pace": table("How many mails may leave", {}, limits),
        "budget": whole("How many commercial mails any journey may send in a day, whatever it sent before", 1, MOST),
        "warm_up": table("Fewer, while a domain is new", first),
    }


def _company() -> dict[str, Schema]:
    product = {"name": text("What the product is called"), "company": text("Who makes it")}
    sender = {
        "email": text("Where mails come from", pattern=ADDRESS),
        "name": text("Who they come from"),
        "postal_address": text("The address that the law asks for"),
    }
    currency = {"currency": text("The currency of its revenue (ISO 4217)", pattern="^[A-Z]{3}$")}
    return {
        "product": table("The product", product, currency),
        "sender": table("Who writes", sender, {"reply_to": text("Where answers go", pattern=ADDRESS)}),
        "recipients": named(
            "Whom a step speaks to", texts("The roles to try, in this order", choice("A role", (*ROLES, STARTER)))
        ),
    }


def _people() -> dict[str, Schema]:
    origins = {"origins": texts("Whose pages may show messages"), "keep": duration("How long one waits to be shown")}
    return {
        "operators": texts("Who is told when Tenure or a feed needs somebody", text("An address", pattern=ADDRESS)),
        "in_app": table("Messages inside the product", {}, origins),
        "webhooks": named("Other systems that are told", table("", {"url": text("Where", pattern=LINK)}), DASHED),
    }


def _mails() -> dict[str, Schema]:
    return {
        "send": send_schema("When mails may leave, in the recipient's time", company=True),
        "links": named("Links by name", text("An https link", pattern=LINK)),
        "taste": named("What must hold for whatever has this taste", condition("The rule"), DASHED),
    }


def _feeds() -> Schema:
    required = {
        "silent_after": text(
            "After how long without a word it counts as broken; or never", pattern=f"{DURATION}|^never$"
        ),
        "events": texts("What it brings; a star at the end stands for all that begin so"),
    }
    optional = {
        "settles_in": duration("How long after a silence more may still come"),
        "since": text("Since when it tells of everything", pattern=DATE),
    }
    return named("Where events come from", table("A feed", required, optional))


def _feature(event: Schema, link: Schema) -> Schema:
    required = {
        "title": text("What it is called"),
        "events": texts("Any of them proves use", event),
        "benefit": text("What one has of it, in one line"),
        "link": link,
    }
    return table("A core feature", required)


def _counts(event: Schema, link: Schema) -> dict[str, Schema]:
    times = {"times": whole("How often", 1, 10**9)}
    item = {"id": text("Its name"), "title": text("What to do"), "event": event, "link": link}
    counted = {"window": duration("In which days; without it, ever"), "meaning": text("What it counts, in words")}
    saved = {"title": text("What is saved"), "event": event, "minutes": {"type": "number", "exclusiveMinimum": 0}}
    own = {"type": choice("What it can be", TRAIT_TYPES), "meaning": text("What it says")}
    return {
        "activity": texts("What makes a day an active one", event),
        "logins": texts("Somebody signing in", event),
        "milestones": named("What is reached", table("", {"meaning": text("What it means"), "event": event}, times)),
        "checklist": several("Getting started", table("", item, {"setup": flag("Whether the setup needs it")})),
        "metrics": named("Counts", table("", {"event": event}, counted)),
        "value": named("What each use saves, in minutes", table("", saved)),
        "traits": named("What only you know", table("", own, {"default": text("Unless somebody tells otherwise")})),
    }


def _segments() -> Schema:
    return named("The first that fits; the last is `otherwise`", condition("Who belongs to it, or otherwise"))


def _judged(names: Names) -> dict[str, Schema]:
    said = {"meaning": text("What it means"), "when": condition("When it is on")}
    model = text("A file of journeys/health", known=names.models)
    return {
        "health": {**named("Which model judges which segment", model), "required": ["otherwise"]},
        "signals": named("Signs", table("", {"kind": choice("What it is a sign of", KINDS), **said}), DASHED),
        "states": named("What cuts across the segments", table("", said), DASHED),
    }
