"""Receivers side by side: whoever comes at the same moment as another neither loses anything nor stands in the way."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import Engine, func, select, update

from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts
from models.reception import receive
from models.tables import ACCOUNT, CONTACT, EVENT, EVENT_DAY, EVENT_TOTAL, WAITING
from models.told import Told
from tests.integration.test_stir import wait_for_a_waiter

AT = datetime(2026, 2, 1, 3, 30, tzinfo=UTC)
LOGIN = EventFacts("m1", "login", AT, "product", "acme")
ACME = AccountFacts("acme", {"timezone": "UTC"}, at=AT)


def tell(engine: Engine, now: datetime, told: Told, *, wakeful: Sequence[str] | None = None) -> None:
    with begin(engine) as connection:
        receive(connection, now, told, wakeful=wakeful)


def while_told(engine: Engine, now: datetime, told: Told, deed: Callable[[], None]) -> None:
    """Do a deed in a thread while another transaction has told something and is not done."""
    thread = threading.Thread(target=deed)
    with begin(engine) as connection:
        receive(connection, now, told)
        thread.start()
        wait_for_a_waiter(engine, thread)
    thread.join()


def test_an_event_does_not_wait_for_an_account_that_was_just_being_told(engine: Engine, now: datetime) -> None:
    while_told(engine, now, Told(events=[LOGIN]), lambda: tell(engine, now, Told(accounts=[ACME])))

    with begin(engine) as connection:
        assert connection.execute(select(WAITING)).all() == []
        assert len(connection.execute(select(EVENT)).all()) == 1


def test_an_event_is_counted_on_the_calendar_the_account_was_just_moving_to(engine: Engine, now: datetime) -> None:
    tell(engine, now, Told(accounts=[ACME]))
    moved = AccountFacts("acme", {"timezone": "America/New_York"}, at=now)

    while_told(engine, now, Told(events=[LOGIN]), lambda: tell(engine, now, Told(accounts=[moved])))

    with begin(engine) as connection:
        assert [str(day) for day in connection.execute(select(EVENT_DAY.c.day)).scalars()] == ["2026-01-31"]


def test_an_event_finds_the_person_whom_somebody_was_just_merging(engine: Engine, now: datetime) -> None:
    tell(engine, now, Told([ACME], [ContactFacts("ann", "acme", at=AT), ContactFacts("bo", "acme", at=AT)]))
    login = EventFacts("m1", "login", AT, "product", None, "bo")

    while_told(
        engine, now, Told(links=[LinkFacts("bo", "ann", AT)]), lambda: tell(engine, now, Told(events=[login]))
    )  # fmt: skip

    with begin(engine) as connection:
        ann = connection.execute(select(CONTACT.c.id).where(CONTACT.c.key == "ann")).scalar_one()
        assert connection.execute(select(EVENT_DAY.c.contact_id)).scalars().all() == [ann]


def test_events_come_in_while_their_account_is_looked_at(engine: Engine, now: datetime) -> None:
    if engine.dialect.name == "sqlite":
        return  # there is one writer anyway
    tell(engine, now, Told(accounts=[ACME]))

    with begin(engine) as connection:
        connection.execute(select(ACCOUNT).with_for_update(key_share=True)).all()
        tell(engine, now, Told(events=[LOGIN]), wakeful=())

    with begin(engine) as connection:
        assert len(connection.execute(select(EVENT)).all()) == 1


def test_many_receivers_of_the_same_things_lock_each_other_out_of_nothing(engine: Engine, now: datetime) -> None:
    accounts = [AccountFacts(f"a{number}", at=AT) for number in range(8)]
    people = [ContactFacts(f"p{number}", f"a{number}", at=AT) for number in range(8)]
    tell(engine, now, Told(accounts, people))
    events = [
        EventFacts(f"m{number}", "login", AT + timedelta(hours=number), "product", f"a{number % 8}", f"p{number % 5}")
        for number in range(240)
    ]

    def deliver(seed: int) -> None:
        dice = Random(seed)
        for start in range(0, 240, 40):
            mine = events[start : start + 40]
            dice.shuffle(mine)
            told = Told(events=mine)
            if dice.random() < 0.3:
                seats = AccountFacts(f"a{dice.randrange(8)}", {"seats": seed}, at=AT + timedelta(seconds=seed))
                told = Told([seats], [dice.choice(people)], events=mine)
            tell(engine, now, told)
            with begin(engine) as connection:  # somebody looks at the accounts in between
                mine_now = select(ACCOUNT.c.id).order_by(ACCOUNT.c.id).with_for_update(key_share=True)
                connection.execute(mine_now).all()
                connection.execute(update(ACCOUNT).values(wake_at=now + timedelta(days=1)))

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(deliver, seed) for seed in range(4)]:
            done.result()

    with begin(engine) as connection:
        for table in (EVENT, EVENT_DAY, EVENT_TOTAL):
            assert connection.execute(select(func.sum(table.c.amount))).scalar_one() == 240
