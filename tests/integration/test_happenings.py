"""Reserved events from the database to the catalog: with what they say, of the right account, by the right index."""

from datetime import timedelta

from sqlalchemy import Engine, event, update

from console.behavior import known_of, values_of
from journeys.needs import Details
from models.database import begin, look
from models.facts import AccountFacts, EventFacts
from models.intake import record_accounts, record_events
from models.tables import ACCOUNT, FEED
from tests.world import World
from workers.gather_happenings import happenings_of

DAY = timedelta(days=1)


def test_what_is_told_of_an_account_is_found_in_its_catalog_and_in_no_other(world: World) -> None:
    world.account("acme", billing_frequency="annual")
    world.account("other")
    early = world.now - 40 * DAY
    world.event("acme", "ticket opened", ticket="t2")  # first, so that the feed was never away for long
    world.event("acme", "ticket opened", at=early, ticket="t1", severity="high")
    world.event("acme", "ticket solved", ticket="t1", csat=2)
    world.event("acme", "payment failed", at=world.now - 3 * DAY, invoice="in_1", amount=100)
    world.event("acme", "payment declined", at=world.now - 3 * DAY, decline_reason="expired_card", amount=100)
    world.event("acme", "subscription created", at=early, subscription="s", arr=8000)
    world.event("acme", "subscription updated", subscription="s", arr=9000)
    world.event("acme", "nps answered", score=9, comment="Good")
    world.event("acme", "qbr attended", quarter="2026-Q1")

    with begin(world.engine) as connection:
        connection.execute(update(FEED).values(connected_at=None))  # the feeds were there before both were
    acme, other = (values_of(known_of(world.engine, key, world.now), world.now) for key in ("acme", "other"))

    expected = {
        "account.billing_frequency": "annual", "support.open_tickets": 1, "support.new_tickets": 1, "support.csat": 2,
        "payment.state": "late", "payment.late_days": 3, "payment.decline_reason": "expired_card",
        "payment.growth": 0.125, "feedback.nps": 9, "feedback.nps_comment": "Good", "feedback.negative": True,
        "engagement.qbr": True, "people.admin": True, "tasks.open": 0,
    }  # fmt: skip
    assert {name: acme[name].get("value") for name in expected} == expected
    assert (other["support.open_tickets"], other["engagement.qbr"]) == ({"value": 0}, {"value": False})
    assert "value" not in other["feedback.nps"]


def test_the_order_of_arrival_changes_nothing_that_is_found(world: World) -> None:
    told = [("ticket opened", 9), ("ticket solved", 6), ("ticket reopened", 3)]
    for key, order in (("acme", told), ("other", told[::-1])):
        world.account(key)
        for name, ago in order:
            world.event(key, name, at=world.now - ago * DAY, ticket="t1")

    acme, other = (values_of(known_of(world.engine, key, world.now), world.now) for key in ("acme", "other"))

    assert acme["support.oldest_open_days"] == other["support.oldest_open_days"] == {"value": 3}
    assert {name: found for name, found in acme.items() if name.startswith("support.")} == {
        name: found for name, found in other.items() if name.startswith("support.")
    }


def test_one_query_finds_all_of_a_batch_by_the_index_of_reserved_events(engine: Engine, world: World) -> None:
    with begin(engine) as connection:
        record_accounts(connection, world.now, [AccountFacts(f"a{n}", {"name": "A"}) for n in range(50)])
        record_events(connection, world.now, [
            EventFacts(f"e{n}", "ticket opened", world.now, "support", f"a{n % 50}", properties={"ticket": f"t{n}"},
                       reserved=n < 100)
            for n in range(150)
        ])  # fmt: skip
    said: list[tuple[str, object]] = []
    ids = [row.id for row in world.rows(ACCOUNT)]
    with look(engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda _c, _u, sql, given, _x, _m: said.append((sql, given)))
        found = happenings_of(connection, ids, [Details("ticket opened"), Details("ticket solved")])

        assert len(said) == 1
        assert {len(told["ticket opened"]) for told in found.values()} == {2}
        assert len(found) == 50
        if engine.dialect.name == "sqlite":
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said[0][0]}", said[0][1]).all()  # type: ignore[arg-type]
            assert "ix_event_reserved" in str(plan)


def test_nothing_is_asked_if_nobody_wants_to_know(engine: Engine) -> None:
    with look(engine) as connection:
        event.listen(connection, "before_cursor_execute", lambda *_: 1 / 0)
        assert happenings_of(connection, [1], []) == {}
