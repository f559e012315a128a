"""The demonstration's book: invented, believable, and the same for the same seed."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from console.demo.archetypes import ARCHETYPES, Archetype, deck
from console.demo.book import MARKUP, Book, write_book
from console.demo.customer import Customer
from console.demo.dice import dice
from console.demo.people import people_of, plain
from console.demo.places import PLACES
from console.demo.words import Words
from models.facts import clean_address

WORDS = Words(
    presence="logged in",
    task="task completed",
    first_value="report shared",
    checklist=("project created", "teammate invited", "task completed", "integration connected"),
    features=("project created", "board viewed", "automation created", "report shared", "timeline viewed"),
)


@pytest.fixture(scope="module")
def book() -> Book:
    return write_book(WORDS, seed=1, accounts=300, days=45)


@pytest.fixture(scope="module")
def year() -> Book:
    """The long one: fourteen months."""
    return write_book(WORDS, seed=1, accounts=300)


def of_kind(book: Book, archetype: str) -> list[Customer]:
    return [customer for customer in book.customers if customer.archetype == archetype]


def test_the_same_seed_writes_the_same_book(book: Book) -> None:
    assert write_book(WORDS, seed=1, accounts=300, days=45) == book


def test_another_seed_writes_another_book(book: Book) -> None:
    assert write_book(WORDS, seed=2, accounts=300, days=45).customers != book.customers


def test_everybody_lives_in_one_of_many_zones_one_of_them_half_an_hour_off(book: Book) -> None:
    zones = {ZoneInfo(customer.timezone) for customer in book.customers}

    assert len(zones) >= 8
    assert any(zone.utcoffset(book.starts.replace(tzinfo=None)) % timedelta(hours=1) for zone in zones)  # type: ignore[operator]


def test_the_clocks_change_somewhere_while_the_book_is_played(book: Book) -> None:
    zones = {ZoneInfo(customer.timezone) for customer in book.customers}
    changed = [
        zone for zone in zones if book.starts.astimezone(zone).utcoffset() != book.ends.astimezone(zone).utcoffset()
    ]

    assert changed


def test_keys_names_and_addresses_are_given_once(book: Book) -> None:
    people = [person for customer in book.customers for person in customer.people]
    events = [happening.key for customer in book.customers for happening in customer.happenings]

    for given in (
        [customer.key for customer in book.customers],
        [customer.name for customer in book.customers],
        [person.email for person in people if person.email],
        [person.key for person in people],
        events,
    ):
        assert max(Counter(given).values()) == 1


def test_every_address_is_one_that_the_door_lets_in(book: Book) -> None:
    addresses = [person.email for customer in book.customers for person in customer.people if person.email]

    assert [clean_address(address) for address in addresses] == addresses


def test_nobody_does_anything_before_signing_up_or_after_leaving(book: Book) -> None:
    for customer in book.customers:
        end = min(customer.churned_at or book.ends, book.ends)
        assert all(customer.signed_up_at < happening.at < end for happening in customer.happenings)


def test_things_are_done_by_people_of_the_same_customer(book: Book) -> None:
    for customer in book.customers:
        people = {person.key for person in customer.people}
        assert {happening.by for happening in customer.happenings if happening.by} <= people


def test_silent_customers_do_nothing_and_thriving_ones_finish_the_checklist_within_a_week(book: Book) -> None:
    silent = [happening for customer in of_kind(book, "silent") for happening in customer.happenings]
    assert not any(happening.feed == "product" for happening in silent)
    for customer in of_kind(book, "thriving"):
        early = {h.name for h in customer.happenings if h.at < customer.signed_up_at + timedelta(days=7)}
        assert set(WORDS.checklist) <= early


def test_the_awkward_ones_are_awkward(book: Book) -> None:
    (nobody,) = of_kind(book, "nobody to write to")
    (unsubscribed,) = of_kind(book, "only contact unsubscribed")
    (unaddressed,) = of_kind(book, "contact without an address")
    (markup,) = of_kind(book, "markup in the name")

    assert nobody.people == ()
    assert [person.unsubscribed for person in unsubscribed.people] == [True]
    assert [person.email for person in unaddressed.people] == [None]
    assert markup.name == MARKUP


@pytest.mark.parametrize("accounts", [25, 40, 300])
def test_even_a_small_book_holds_every_kind(accounts: int) -> None:
    assert {kind.name for kind in deck(accounts)} == {kind.name for kind in ARCHETYPES}
    assert len(deck(accounts)) == accounts


@pytest.mark.parametrize("kind", ARCHETYPES, ids=lambda kind: kind.name)
def test_there_are_names_enough_for_a_customer_of_every_kind_and_size_everywhere(kind: Archetype) -> None:
    for place in PLACES:
        people = people_of(dice("names"), "acct", kind, place, "Firm", kind.seats[1])
        assert len({(person.first_name, person.last_name) for person in people}) == len(people)


def test_most_journeys_of_thirty_days_end_within_the_book(book: Book) -> None:
    assert max(customer.signed_up_at for customer in book.customers) + timedelta(days=30) < book.ends


def test_in_fourteen_months_happens_whatever_journeys_start_from(year: Book) -> None:
    told = {happening.name for customer in year.customers for happening in customer.happenings}
    changes = [change for customer in year.customers for change in customer.changes]
    columns = {name for change in changes for name in (*change.columns, *change.traits)}

    assert {
        "payment failed", "payment succeeded", "payment waived", "ticket opened", "ticket solved", "csat answered",
        "nps answered", "goals stated", "goal reached", "referral made", "community contributed", "advocacy offered",
        "cancellation requested", "cancellation answered", "outreach made", "training completed", "qbr attended",
        "trial will end",
    } <= told  # fmt: skip
    assert {"renewal_on", "trial", "churned_at", "seats", "plan", "trial_ends_on", "timeline", "api_calls"} <= columns
    assert {"left_at", "role"} <= columns


def test_who_comes_back_does_nothing_while_away(year: Book) -> None:
    returned = 0
    for customer in of_kind(year, "coming back"):
        moves = [change for change in customer.changes if "churned_at" in change.columns]
        if len(moves) < 2:  # they came too late in the book to leave and return
            continue
        gone, back = (change.at for change in moves[:2])
        returned += 1
        assert moves[1].columns["churned_at"] is None
        assert not any(gone <= happening.at < back for happening in customer.happenings)
        assert any(happening.at >= back for happening in customer.happenings)
    assert returned


def test_in_a_long_book_everybody_is_at_work_whenever_it_is_looked_at(year: Book) -> None:
    for customer in year.customers:
        for place in range(0, 425, 7):
            moment = (year.starts + place * year.grid).astimezone(ZoneInfo(customer.timezone))
            assert 9 <= moment.hour < 17


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Łukasz", "lukasz"),
        ("Groß", "gross"),
        ("N'Diaye", "ndiaye"),
        ("Jean-Luc", "jean-luc"),
        ("Sp. z o.o.", "sp-z-o-o"),
    ],
)
def test_names_become_letters_that_addresses_are_made_of(name: str, written: str) -> None:
    assert plain(name) == written
