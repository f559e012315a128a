"""The calls of the Segment spec: what each kind of message tells, as facts."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from console.importing.kinds import LARGEST_AMOUNT, LONGEST_KEY
from console.ingest.call import ANONYMOUS, Call, Occasion, Told
from console.ingest.letter import Fact, Letter, fingerprint, sealed
from console.ingest.traits import ACCOUNT, CONTACT, Sheet, Table
from journeys.mistakes import one_of
from journeys.reserved import RESERVED, faults
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts

NOBODY = "it is about nobody: it needs a userId or an anonymousId"


def read_letter(index: int, message: object, occasion: Occasion) -> Letter:
    """Answer what a message tells, or every reason why it is not taken."""
    letter = sealed(index, message)
    if not isinstance(message, dict):
        letter.reasons.append("a message must be an object")
    elif not letter.reasons:
        letter.facts = _facts(Call(letter, message, occasion))
        if letter.reasons:
            letter.facts.clear()
    return letter


def _facts(call: Call) -> list[Fact]:
    call.letter.message_id = call.key("messageId") or _derived(call)
    kind = call.occasion.kind or call.told.get("type")
    read = CALLS.get(kind) if isinstance(kind, str) else None
    if read is None:
        call.refuse(f"the type must be one of: {one_of(tuple(CALLS))}")
        return []
    return [*read(call), *_links(call)]


def _track(call: Call) -> Sequence[Fact]:
    told = call.told.get("event")
    name = told.strip() if isinstance(told, str) else ""
    if not name:
        call.refuse("event must be the name of what happened")
    if len(name) > LONGEST_KEY:
        call.refuse(f"event is too long: at most {LONGEST_KEY} characters")
    return (_event(call, name, call.part("properties")),)


def _seen(what: str) -> Callable[[Call], Sequence[Fact]]:
    """Answer how the call of a page or screen is read."""

    def read(call: Call) -> Sequence[Fact]:
        named = {name: call.told[name] for name in ("category", "name") if call.told.get(name)}
        return (_event(call, f"{what} viewed", {**call.part("properties"), **named}),)

    return read


def _event(call: Call, name: str, properties: Told) -> EventFacts:
    account, source = call.key("groupId", call.context), call.occasion.source
    if account is None and call.person is None:
        call.refuse(f"{NOBODY}, or a groupId in its context")
    reserved = name in RESERVED
    if reserved:
        for fault in faults(name, properties):
            call.refuse(fault)
    return EventFacts(
        call.letter.message_id, name, call.at, call.occasion.guide.feed(name, source), account, call.person,
        _amount(call), properties, f"API, {source}", reserved, compare=False, imported=not call.occasion.timing.live,
    )  # fmt: skip


def _amount(call: Call) -> int:
    amount = call.context.get("amount", 1)
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= LARGEST_AMOUNT:
        call.refuse(f"context.amount must be a whole number from 0 to {LARGEST_AMOUNT:,}")
        return 1
    return amount


def _identify(call: Call) -> Sequence[Fact]:
    told = {**call.part("traits", call.context), **call.part("traits")}
    company, account = told.get("company"), None
    if isinstance(company, dict):  # a text is a trait like others
        account = call.key("id", company)
        del told["company"]
    told.pop("address", None)  # of a person: nothing here asks for it
    _split_name(told)
    for name in ("locale", "timezone"):
        if name not in told and call.context.get(name):
            told[name] = call.context[name]
    sheet = _sheet(call, told, CONTACT)
    if call.person is None:
        call.refuse(NOBODY)
        return ()
    return (ContactFacts(call.person, account, sheet.columns, sheet.traits, call.since),)


def _group(call: Call) -> Sequence[Fact]:
    told = {**call.part("traits", call.context), **call.part("traits")}
    address = told.pop("address", None)
    if "country" not in told and isinstance(address, dict) and address.get("country"):
        told["country"] = address["country"]
    sheet = _sheet(call, told, ACCOUNT)
    customer = sheet.columns.pop("stripe_customer", None)
    also = (f"stripe:{customer}",) if customer else ()
    account = call.key("groupId")
    if account is None:
        call.refuse("groupId is missing: it says which account this is about")
        return ()
    facts = AccountFacts(account, sheet.columns, sheet.traits, call.since, also)
    return (facts, ContactFacts(call.user, account, at=call.since)) if call.user else (facts,)


def _alias(call: Call) -> Sequence[Fact]:
    previous = call.key("previousId")
    if call.user is None or not (previous or call.anonymous):
        call.refuse("an alias needs a previousId and a userId")
        return ()
    if previous is None:
        return ()
    if previous == call.user:
        call.refuse("previousId and userId are the same")
    # Nobody says whether the earlier id was anonymous: whichever it was, it means this person.
    return tuple(LinkFacts(key, call.user, call.since) for key in (previous, ANONYMOUS + previous))


def _links(call: Call) -> Sequence[Fact]:
    if call.user is None or call.anonymous is None:
        return ()
    return (LinkFacts(ANONYMOUS + call.anonymous, call.user, call.since, implied=True),)


def _sheet(call: Call, told: Told, table: Table) -> Sheet:
    sheet = table.read(told, call.occasion.timing.manner)
    call.letter.left_out += sheet.left_out
    return sheet


def _split_name(told: dict[str, object]) -> None:
    """Make a person's full name a first and a last one, unless these are told."""
    name = told.pop("name", None)
    if isinstance(name, str) and not told.keys() & {"firstName", "first_name", "lastName", "last_name"}:
        first, _, last = name.strip().partition(" ")
        told |= {"first_name": first} | ({"last_name": last} if last else {})


def _derived(call: Call) -> str:
    """Answer an id for a message that has none; what has no time either is never the same as what comes later."""
    undated = not (call.told.get("timestamp") or call.told.get("originalTimestamp"))
    now = call.occasion.timing.manner.now
    received = (now.isoformat(), call.letter.index) if undated else ()
    return fingerprint(call.occasion.source, call.occasion.kind, call.told, received)


CALLS: Mapping[str, Callable[[Call], Sequence[Fact]]] = MappingProxyType(
    {
        "identify": _identify,
        "track": _track,
        "page": _seen("page"),
        "screen": _seen("screen"),
        "group": _group,
        "alias": _alias,
    }
)
