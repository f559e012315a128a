"""What people hear from several journeys: no more than the caps allow, what matters more first, and always a reason."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from console.story import print_story
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import ACCOUNT, DECISION
from tests.integration.test_gap import journey, lines, program, sent
from tests.meanwhile import Meanwhile, deliver, the_sender_died
from tests.uncapped import PROGRAM
from tests.world import World
from workers.advance import advance_accounts

DAY = timedelta(days=1)
NAMES = {"spotlight": 20, "renewal": 80, "first": 10, "second": 9}


def capped(caps: str, gap: str = "20 hours", days: dict[str, int] | None = None) -> dict[str, str]:
    """Four journeys with a mail each, on these days."""
    files = {path: text for path, text in program().items() if "definitions/" not in path}
    files[PROGRAM] = re.sub("caps: off", f"caps: {caps}", files[PROGRAM]).replace("gap: 20 hours", f"gap: {gap}")
    for name in ("first", "second"):
        files[f"emails/templates/{name}.md"] = files["emails/templates/spotlight.md"]
    definitions = {
        name: journey(name, priority, name, day=(days or {}).get(name, 0)) for name, priority in NAMES.items()
    }
    return files | {f"journeys/definitions/{name}.yaml": text for name, text in definitions.items()}


def pass_days(world: World, days: int) -> None:
    """Look every morning."""
    for _ in range(days):
        world.now += DAY
        world.event("acme", "project created")
        world.look()


def everybody(world: World) -> list[int]:
    return [row.id for row in world.rows(ACCOUNT)]


def test_a_person_hears_two_things_a_week_the_more_important_first_and_every_other_says_why(world: World) -> None:
    world.publish(capped("{contact: 2 in 7 days}"))
    world.account("acme")
    world.look()
    pass_days(world, 9)

    assert sent(world) == ["renewal", "spotlight", "first", "second"]
    days = [(row.settled_at - row.created_at, row.settled_at.day) for row in world.mails()]
    assert [day for _, day in days] == [2, 3, 9, 10]
    reasons = [line.reason for line in lines(world, "first", "hold")]
    assert reasons[0] == "outranked"
    assert reasons[-1] == "cap"
    [cap] = [line for line in lines(world, "first", "hold") if line.reason == "cap"]
    assert cap.because == "This person got 2 mails within 7 days: no more before Monday, 9 Mar 2026 10:00 (UTC)"


def test_what_finds_no_room_in_time_ends_by_its_own_lateness_and_says_so(world: World) -> None:
    short = {
        path: text.replace("within: 9 days", "within: 3 days")
        for path, text in capped("{contact: 1 in 7 days}").items()
    }
    world.publish(short)
    world.account("acme")
    world.look()
    pass_days(world, 9)

    assert sent(world) == ["renewal"]
    for name in ("spotlight", "first", "second"):
        [skip] = lines(world, name, "skip")
        assert (skip.reason, "Too late" in skip.because) == ("cap", True)


def test_without_caps_and_gap_everybody_speaks_at_once(world: World) -> None:
    world.publish(capped("off", gap="off"))
    world.account("acme")
    world.look()
    assert sorted(sent(world)) == sorted(NAMES)


def test_of_an_account_everybody_counts_and_who_got_what_can_be_read(world: World) -> None:
    world.publish(capped("{contact: off, account: 2 in 7 days}", gap="off"))
    world.account("acme")
    world.look()

    assert sent(world) == ["renewal", "spotlight"]
    held = {line.journey: line for line in world.rows(DECISION, kind="hold")}
    assert held["first"].because == (
        "Outranked by renewal / speak, priority 80: this account gets no more than 2 in 7 days"
    )
    assert held["first"].evidence == {
        "mails before": [{"renewal / speak": "planned"}, {"spotlight / speak": "planned"}]
    }
    print_story(Console(file=(out := StringIO()), width=1000), world.engine, "acme", world.now)
    told = out.getvalue()
    assert (
        "first / speak: Outranked by renewal / speak, priority 80: this account gets no more than 2 in 7 days" in told
    )
    assert "mails before = renewal / speak: planned, spotlight / speak: planned" in told


def test_the_same_address_at_another_account_is_the_same_person(world: World) -> None:
    world.publish(capped("{contact: 1 in 7 days}", gap="off"))
    world.account("acme", email="ada@x.example")
    world.look()
    world.account("bolt", email="ada@x.example")
    world.look()

    assert sent(world) == ["renewal"]
    bolt = next(row.id for row in world.rows(ACCOUNT, key="bolt"))
    because = {line.because for line in world.rows(DECISION, kind="hold", account_id=bolt)}
    assert because == {
        (
            "This person got 1 mail, 1 of them as a member of another account, within 7 days: "
            "no more before Monday, 9 Mar 2026 10:00 (UTC)"
        )
    }


def test_two_accounts_that_plan_for_the_same_person_at_once_leave_one_mail(world: World) -> None:
    world.publish(
        {path: text for path, text in capped("{contact: 1 in 7 days}").items() if "spotlight.yaml" not in path}
    )
    for name in ("acme", "bolt"):
        world.account(name, email="ada@x.example")

    world.look()

    assert sent(world) == ["renewal"]
    [other] = [row for row in world.mails() if row.state == "planned"]
    assert (other.leased_until, other.hinted_at) == (None, None)
    world.deliver()
    assert sent(world) == ["renewal"]
    assert [line.reason for line in lines(world, "renewal", "hold")] == ["cap"]


def test_a_mail_that_is_planned_yields_to_a_more_important_one_and_is_never_yielded_to(world: World) -> None:
    world.publish(capped("off", days={"renewal": 1, "first": 90, "second": 90}))
    world.account("acme")
    advance_accounts(world.app, everybody(world))  # nobody is there to deliver what that plans
    world.now += DAY

    mails = advance_accounts(world.app, everybody(world))

    assert [row.template for row in world.mails()] == ["spotlight", "renewal"]
    for _ in range(3):
        deliver(world, [world.mails()[0].id], mailer := Meanwhile())
        assert mailer.keys == []  # whoever is told of it first
    [hold] = lines(world, "spotlight", "hold")
    assert (hold.reason, hold.because.partition(":")[0]) == (
        "outranked",
        "Outranked by renewal / speak, priority 80",
    )
    deliver(world, mails, mailer := Meanwhile())
    assert len(mailer.keys) == 1
    pass_days(world, 2)
    assert sent(world) == ["spotlight", "renewal"]
    spotlight, renewal = world.mails()
    assert spotlight.opened_at - renewal.opened_at >= timedelta(hours=20)


def test_what_comes_up_while_another_mail_is_about_to_leave_goes_first_if_it_matters_more(world: World) -> None:
    late = journey("renewal", 80, "renewal").replace("starts: account.signed_up_at", "starts: {event: project created}")
    files = capped("off", days={"first": 90, "second": 90}) | {"journeys/definitions/renewal.yaml": late}
    world.publish(files)
    for name in ("zenith", "acme"):
        world.account(name)
    acme = everybody(world)[1]
    mails = advance_accounts(world.app, everybody(world))

    def comes_up() -> None:
        world.event("acme", "project created")
        deliver(world, advance_accounts(world.app, [acme]), Meanwhile())

    deliver(world, mails, Meanwhile(deed=lambda: comes_up() if len(world.mails()) == 2 else None))

    found = {(row.account_id, row.template): row.state for row in world.mails()}
    assert found[acme, "renewal"] == "accepted"
    assert found[acme, "spotlight"] == "planned"  # it was ready to leave when the other came up
    world.deliver()
    assert [line.reason for line in lines(world, "spotlight", "hold")] == ["gap"]


def test_a_mail_whose_fate_nobody_knows_counts_from_when_it_was_tried(world: World) -> None:
    world.publish(capped("{contact: 1 in 7 days}", days={"first": 90, "second": 90}))
    world.account("acme")
    mails = advance_accounts(world.app, everybody(world))
    world.now += DAY  # nobody was there to deliver it
    with pytest.raises(KeyboardInterrupt):
        deliver(world, mails, Meanwhile(deed=_die))
    the_sender_died(world)
    world.event("acme", "project created")  # so that it is looked at

    world.look()

    [unknown] = world.mails()
    assert (unknown.state, unknown.opened_at, unknown.settled_at) == ("unknown", world.now, None)
    hold = lines(world, "spotlight", "hold")[-1]
    assert (hold.reason, hold.because[-39:]) == ("cap", "before Tuesday, 10 Mar 2026 10:00 (UTC)")


def _die() -> None:
    raise KeyboardInterrupt


def test_two_people_of_one_account_share_its_gap_and_not_their_caps(world: World) -> None:
    world.publish(
        capped("{contact: 1 in 7 days}", days={"first": 90, "second": 90})
        | {
            "journeys/definitions/spotlight.yaml": journey("spotlight", 20, "spotlight").replace(
                "to: admins", "to: billing"
            )
        }
    )
    world.account("acme")
    with begin(world.engine) as connection:
        record_contacts(
            connection, world.now, [ContactFacts("bo", "acme", {"role": "billing", "email": "bo@x.example"})]
        )
    world.look()
    pass_days(world, 2)

    assert sent(world) == ["renewal", "spotlight"]
    renewal, spotlight = world.mails()
    assert timedelta(hours=20) <= spotlight.opened_at - renewal.opened_at < 2 * DAY
