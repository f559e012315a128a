"""What the provider tells of mails comes to the same in whatever order, batches and repetitions it is told."""

import random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, update

from emails.sendgrid_events import KINDS
from models.database import begin
from models.tables import ATTEMPT, CONTACT, TASK, TOUCHPOINT
from tests.mail_state import outcome
from tests.meanwhile import planned
from tests.sendgrid import NOON, event, read
from tests.statements import counted
from tests.world import World
from workers.clocks import machine_time
from workers.mail_events import take_events

STATES = ("accepted", "unknown", "sending", "planned", "refused", "skipped", "given up")
ADDRESSES = ("ada@acme.example", "box@firm.example")
DROPS = ("Bounced Address", "Spam Content", "Unsubscribed Address")


def mails_in_every_state(world: World) -> list[str]:
    """Answer the send keys of mails that were tried once, each of an account of its own, a human asked about one."""
    ids = planned(world, *(f"firm-{number}" for number in range(len(STATES))))
    with begin(world.engine) as connection:
        for mail, state in zip(ids, STATES, strict=True):
            changed = update(TOUCHPOINT).where(TOUCHPOINT.c.id == mail)
            connection.execute(changed.values(state=state, attempts=1, fence=1, settled_at=world.now))
            tried = {"touchpoint_id": mail, "number": 1, "fence": 1, "detail": "", "started_at": machine_time()}
            connection.execute(insert(ATTEMPT), tried)
        asked = {
            "account_id": world.mails()[1].account_id, "reason": "mail-unknown", "title": "", "because": "",
            "steps": [], "evidence": {}, "guidance": {}, "priority": "medium", "journey": "", "state": "open",
            "opened_at": world.now, "due_at": world.now,
        }  # fmt: skip
        connection.execute(insert(TASK), asked)
        connection.execute(update(CONTACT).where(CONTACT.c.key == "firm-0-ada").values(email="new@acme.example"))
    return [mail.key for mail in world.mails()]


@settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_any_order_and_repetition_of_any_events_comes_to_the_same(world: World, data: st.DataObject) -> None:
    keys = [mail.key for mail in world.mails()] or mails_in_every_state(world)
    one = st.builds(
        lambda name, mail, day, to, why, soft: event(
            name, mail, timestamp=NOON - 86_400 * day, email=to, reason=why, type="blocked" if soft else "bounce"
        ),
        st.sampled_from([*KINDS, "bounce", "bounce", "delivered", "dropped"]), st.sampled_from(keys),
        st.integers(0, 40), st.sampled_from(ADDRESSES), st.sampled_from(DROPS), st.booleans(),
    )  # fmt: skip
    drawn = data.draw(st.lists(one, min_size=1, max_size=10))
    told = read(*(event | {"sg_event_id": f"event {number}"} for number, event in enumerate(drawn)))
    seed = data.draw(st.integers(0, 10_000))

    clean = outcome(world, [told])

    chance, again = random.Random(seed), [*told, *told]
    chance.shuffle(again)
    size = chance.randint(2, 6)
    assert outcome(world, [again[at : at + size] for at in range(0, len(again), size)]) == clean


def test_a_batch_costs_as_many_questions_as_one_event(world: World) -> None:
    keys = mails_in_every_state(world)
    small = read(event("processed", keys[0]))
    large = read(*(event(name, keys[0], n) for n in range(200) for name in ("processed", "delivered", "open")))

    counts = []
    for batch in (small, large):
        with counted(world.engine) as seen, begin(world.engine) as connection:
            take_events(connection, None, batch, world.now, machine_time())
        counts.append(len(seen))

    assert counts[1] <= counts[0] + 3
