"""What a step wants done with a mail that stays in doubt."""

import pytest

from tests.doubts import doubtful, hearing, states, tell, tick
from tests.first_month import first_month
from tests.world import World
from workers.clocks import machine_time, steady_time
from workers.fuse import Pace
from workers.tick import tick as clock_tick

JOURNEY = "journeys/definitions/onboarding.yaml"


@pytest.fixture
def told(world: World) -> World:
    """A world in which SendGrid tells what becomes of mails."""
    return hearing(world)


def with_policy(world: World, said: str) -> None:
    files = dict(first_month())
    files[JOURNEY] = files[JOURNEY].replace(
        "    email: onboarding/welcome\n", f"    email: onboarding/welcome\n    doubt: {said}\n"
    )
    world.publish(files)


def test_a_step_may_say_to_send_it_again_after_a_day(world: World) -> None:
    with_policy(world, "resend")
    (key,) = doubtful(world)

    tick(world, 60 * 23)
    waiting = states(world)
    tick(world, 60 * 24 + 1)
    world.deliver()

    assert (waiting, states(world), world.provider.accepted(), world.tasks()) == (["unknown"], ["accepted"], [key], [])


def test_a_step_may_say_to_leave_it_at_that(told: World) -> None:
    with_policy(told, "give up")
    (key,) = doubtful(told)
    tick(told, 121)
    given_up = states(told)

    tell(told, "delivered", key)

    assert (given_up, told.tasks(), states(told)) == (["given up"], [], ["accepted"])


def test_the_clock_looks_into_doubts_with_every_tick(world: World) -> None:
    with_policy(world, "give up")
    doubtful(world)

    clock_tick(world.app, Pace(machine_time(), steady_time()))

    assert states(world) == ["given up"]
