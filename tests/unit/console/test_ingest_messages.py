"""What each message of the Segment spec tells, as facts, and why it tells nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from console.ingest.call import Occasion
from console.ingest.guide import Guide
from console.ingest.letter import Letter
from console.ingest.spec import read_letter
from console.ingest.timing import Timing
from journeys.success import Feed
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
WHEN = "2026-03-01T09:00:00Z"
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
GUIDE = Guide(1, (Feed("app", ("project *",), timedelta(days=2)),))
NOBODY = "it is about nobody: it needs a userId or an anonymousId"


def read(message: object, sent_at: object = None, *, live: bool = True, kind: str | None = None) -> Letter:
    return read_letter(0, message, Occasion("product", kind, Timing.of(NOW, sent_at, live=live), GUIDE))


def told(**message: Any) -> list[object]:
    """Answer the facts of a message that is taken."""
    letter = read({"userId": "amy", "timestamp": WHEN, "messageId": "m1", **message})
    assert letter.reasons == []
    return list(letter.facts)


def event(**message: Any) -> EventFacts:
    (fact,) = told(**{"type": "track", "event": "project created", **message})
    assert isinstance(fact, EventFacts)
    return fact


def reasons(**message: Any) -> list[str]:
    letter = read({"type": "track", "event": "e", "userId": "amy", "timestamp": WHEN, **message})
    assert letter.facts == []
    return letter.reasons


def test_a_track_tells_an_event() -> None:
    told = event(context={"groupId": "acme", "amount": 3}, properties={"a": 1})

    assert told == EventFacts(
        "m1", "project created", AT, "app", "acme", "amy", 3, {"a": 1}, "API, product", False, compare=False
    )
    assert event(event=" coffee brewed ").name == "coffee brewed"
    assert event(event="coffee brewed").feed == "product"
    assert event(event="ticket escalated", properties={"ticket": "T1"}).feed == "support"
    assert event(event="ticket escalated", properties={"ticket": "T1"}).reserved


def test_whoever_has_no_id_of_their_own_has_one_that_nobody_else_can_have() -> None:
    assert event(userId=None, anonymousId="7").contact == "anonymous:7"
    assert event(userId="", anonymousId="7").contact == "anonymous:7"
    assert event(userId=7).contact == "7"
    assert event(userId=None, context={"groupId": "acme"}).contact is None
    assert "must not begin with" in reasons(userId="anonymous:7")[0]


def test_both_ids_together_are_one_person() -> None:
    link = LinkFacts("anonymous:7", "amy", AT, implied=True)

    for kind in ("track", "page", "screen", "identify"):
        assert link in told(type=kind, event="e", anonymousId="7")


def test_an_alias_means_an_earlier_id_of_either_kind() -> None:
    assert told(type="alias", previousId="7") == [LinkFacts("7", "amy", AT), LinkFacts("anonymous:7", "amy", AT)]
    assert told(type="alias", anonymousId="7") == [LinkFacts("anonymous:7", "amy", AT, implied=True)]
    assert reasons(type="alias") == ["an alias needs a previousId and a userId"]
    assert reasons(type="alias", previousId="amy") == ["previousId and userId are the same"]


def test_an_identify_tells_of_a_person() -> None:
    traits = {
        "email": "Amy@Acme.example", "name": "Amy van Dyk", "company": {"id": "acme", "name": "Acme"}, "phone": "1",
        "leftAt": "2026-02-01", "address": {"city": "Bern"}, "score": 7, "old": None, "role": "Admin", "empty": "",
    }  # fmt: skip
    context = {"locale": "de-CH", "timezone": "Europe/Zurich", "traits": {"score": 3, "title": "CTO"}}

    assert told(type="identify", traits=traits, context=context) == [
        ContactFacts(
            "amy",
            "acme",
            {
                "email": "amy@acme.example", "first_name": "Amy", "last_name": "van Dyk", "locale": "de-CH",
                "timezone": "Europe/Zurich", "role": "admin", "left_at": date(2026, 2, 1),
            },
            {"score": 7, "title": "CTO", "phone": "1", "old": None, "empty": None},
            AT,
        )
    ]  # fmt: skip
    assert read({"type": "identify", "traits": {}}).reasons == [NOBODY]


def test_a_company_is_an_account_by_its_id_and_else_what_somebody_says_of_a_person() -> None:
    (member,) = told(type="identify", traits={"company": {"id": 7, "name": "Acme"}})
    (other,) = told(type="identify", traits={"company": "Acme"})

    assert isinstance(member, ContactFacts)
    assert isinstance(other, ContactFacts)
    assert (member.account, member.traits) == ("7", {})
    assert (other.account, other.traits) == (None, {"company": "Acme"})
    assert read({"type": "identify", "userId": "amy", "traits": {"company": ["Acme"]}}).left_out != []


@pytest.mark.parametrize("camel", [True, False])
def test_a_group_tells_of_an_account(camel: bool) -> None:
    traits = {
        "name": "Acme", "renewal_on": "2027-01-01", "signed_up_at": "2026-01-05", "churned_at": None,
        "billing_frequency": "Annual", "stripe_customer_id": "cus_1", "arr": "1200.5", "trial": True, "tier": "gold",
        "address": {"country": "uk"}, "owner": "Dana@us.example",
    }  # fmt: skip
    if camel:
        traits = {"".join((w.title() if i else w) for i, w in enumerate(k.split("_"))): v for k, v in traits.items()}
    columns = {
        "name": "Acme", "renewal_on": date(2027, 1, 1), "signed_up_at": date(2026, 1, 5), "churned_at": None,
        "billing_frequency": "annual", "arr_cents": 120_050, "trial": True, "country": "GB", "owner": "dana@us.example",
    }  # fmt: skip

    assert told(type="group", groupId="acme", traits=traits) == [
        AccountFacts("acme", columns, {"tier": "gold"}, AT, ("stripe:cus_1",)),
        ContactFacts("amy", "acme", at=AT),
    ]


def test_a_fields_own_name_counts_more_than_another() -> None:
    traits = {"renewal_on": "2027-01-01", "renewalDate": "2028-01-01", "name": "", "trial": ""}

    facts = told(type="group", groupId="acme", userId=None, traits=traits)

    assert facts == [AccountFacts("acme", {"renewal_on": date(2027, 1, 1)}, {}, AT)]


def test_a_trait_that_cannot_be_used_is_left_out_with_its_reason() -> None:
    traits = {"email": "n/a", "orders": [1], "note": "n" * 1001, "": 1, "team": "ops"}

    letter = read({"type": "identify", "userId": "amy", "traits": traits})

    assert [reason.split(" left out: ")[0] for reason in letter.left_out] == [
        "trait orders", "trait note", "trait ", "trait email",
    ]  # fmt: skip
    assert letter.facts == [ContactFacts("amy", None, {}, {"team": "ops"}, NOW)]


def test_every_reason_is_told_at_once() -> None:
    told = reasons(event="", userId=[], timestamp="soon", properties=7, context={"amount": 0.5}, messageId={})

    assert len(told) == 7


TIMES: list[tuple[dict[str, Any], datetime | date]] = [
    ({"timestamp": "2026-03-01T10:00:00+01:00"}, AT),
    ({"timestamp": "2026-03-01 09:00"}, AT),
    ({"timestamp": "2026-03-01"}, date(2026, 3, 1)),
    ({"timestamp": None}, NOW),
    ({"timestamp": None, "originalTimestamp": WHEN}, AT),
    ({"sentAt": "2026-03-02T09:59:30Z"}, AT),  # half a minute is no difference
    ({"sentAt": "2026-03-02T09:00:00Z"}, AT + timedelta(hours=1)),
    ({"sentAt": "2026-03-02T11:00:00Z"}, AT - timedelta(hours=1)),
    ({"sentAt": "2026-03-02T09:00:00Z", "originalTimestamp": WHEN}, AT + timedelta(hours=1)),
    ({"sentAt": "2026-03-02T09:00:00Z", "originalTimestamp": "2026-03-01T08:00:00Z"}, AT),  # corrected before us
    ({"sentAt": "2026-03-02T09:00:00Z", "timestamp": "2026-03-01"}, date(2026, 3, 1)),
    ({"sentAt": "yesterday"}, AT),
    ({"timestamp": "2026-03-03T10:00:00Z"}, NOW + timedelta(days=1)),
    ({"timestamp": "2000-01-01T00:00:00Z"}, datetime(2000, 1, 1, tzinfo=UTC)),
    ({"timestamp": "1970-01-01T00:00:00Z", "sentAt": "1970-01-01T00:00:10Z"}, NOW - timedelta(seconds=10)),
]


@pytest.mark.parametrize(("message", "at"), TIMES)
def test_a_message_happened_when_its_sender_says_by_our_clock(message: dict[str, Any], at: datetime | date) -> None:
    assert event(**message).at == at


@pytest.mark.parametrize(
    "when", ["2026-03-03T10:00:01Z", "2026-03-04", "1999-12-31", "0001-01-01", "2026-02-30", "20260301", 1772355600, {}]
)
def test_a_time_that_cannot_be_meant_is_refused(when: object) -> None:
    if not when:
        when = ["2026"]

    (reason,) = reasons(timestamp=when)

    assert "timestamp" in reason


def test_what_is_imported_must_say_when_it_happened() -> None:
    message = {"type": "track", "event": "e", "userId": "amy"}

    assert "timestamp is missing" in read(message, live=False).reasons[0]
    assert read({**message, "timestamp": WHEN}, live=False).reasons == []


def test_what_is_so_is_never_so_in_the_future() -> None:
    (contact,) = told(type="identify", timestamp="2026-03-02T20:00:00Z")

    assert isinstance(contact, ContactFacts)
    assert contact.at == NOW


def test_a_message_without_an_id_gets_one_from_its_content() -> None:
    message = {"type": "track", "event": "e", "userId": "amy", "timestamp": WHEN, "properties": {"a": 1, "b": 2}}
    turned = {**message, "properties": {"b": 2, "a": 1}}

    assert read(message).message_id == read(turned).message_id
    assert read(message).message_id != read({**message, "userId": "bo"}).message_id


def test_messages_without_id_and_time_are_different_ones() -> None:
    message = {"type": "track", "event": "e", "userId": "amy"}
    occasion = Occasion("product", None, Timing.of(NOW, None, live=True), GUIDE)
    later = Occasion("product", None, Timing.of(NOW + timedelta(seconds=1), None, live=True), GUIDE)

    letters = [read_letter(0, message, occasion), read_letter(1, message, occasion), read_letter(0, message, later)]

    assert len({letter.message_id for letter in letters}) == 3


def test_the_path_says_the_kind_of_a_single_message() -> None:
    letter = read({"userId": "amy", "name": "Pricing", "type": "track"}, kind="page")

    assert [fact.name for fact in letter.facts if isinstance(fact, EventFacts)] == ["page viewed"]


@pytest.mark.parametrize("slip", ["null", "undefined", "NaN", "None", "nil", "[object Object]", " ", ""])
def test_an_id_that_is_a_slip_of_the_client_makes_no_person_of_many(slip: str) -> None:
    assert event(userId=slip, anonymousId="7").contact == "anonymous:7"
    assert event(messageId=slip).message_id.startswith("derived:")


def test_an_empty_list_is_what_php_writes_for_an_empty_object() -> None:
    assert event(properties=[], context=[]).properties == {}


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00+00:00", "9999-12-31", "1899-12-31"])
def test_a_date_at_the_end_of_the_calendar_is_refused(day: str) -> None:
    properties = {"subscription": "s", "renews_on": day}
    (reason,) = reasons(event="subscription created", properties=properties)
    assert reason == 'the property renews_on of "subscription created" must be a date such as 2027-03-01'


@pytest.mark.parametrize(
    ("arr", "cents"), [(0.1 + 0.2, 30), (99.9 * 12, 119_880), (1e-7, 0), (25.0, 2_500), (1e11, 10**13), (0.0, 0)]
)
def test_a_number_is_what_was_meant_however_a_computer_writes_it(arr: float, cents: int) -> None:
    (account,) = told(type="group", groupId="acme", userId=None, traits={"arr": arr, "plan": 2.5})

    assert isinstance(account, AccountFacts)
    assert account.columns == {"arr_cents": cents, "plan": "2.5"}


@pytest.mark.parametrize("told_at", [1772355600, 1772355600000, "2026-03-01T09:00:00Z"])
def test_a_sign_up_may_be_told_in_seconds_or_milliseconds_as_some_clients_do(told_at: object) -> None:
    facts = told(type="group", groupId="acme", traits={"createdAt": told_at})

    account = next(fact for fact in facts if isinstance(fact, AccountFacts))
    assert account.columns["signed_up_at"] == AT


@pytest.mark.parametrize("told_at", [12, -5, True, 1e300])
def test_a_number_that_is_no_time_is_left_out_with_its_reason(told_at: object) -> None:
    letter = read({"type": "group", "groupId": "acme", "traits": {"createdAt": told_at}, "timestamp": WHEN})

    assert letter.left_out
