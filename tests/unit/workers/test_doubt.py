"""What follows for a mail that may or may not have left, whatever comes first."""

from datetime import UTC, datetime, timedelta
from itertools import chain, combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.sendgrid_events import Kind
from journeys.definition import DOUBTS, Doubt
from workers.doubt import Conclusion, Silence, Until, came_of, conclude
from workers.soft_bounces import keeps_refusing

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
HALF = timedelta(minutes=30)
DAY = timedelta(hours=24)
KINDS: tuple[str, ...] = get_args(Kind)


def test_every_kind_says_what_became_of_a_mail() -> None:
    assert [kind for kind in KINDS if not came_of({kind})] == []
    assert came_of(set()) == ""


def test_whatever_else_is_told_what_reached_the_other_side_was_accepted() -> None:
    every = chain.from_iterable(combinations(KINDS, size) for size in range(1, 5))

    found = {(came_of({*kinds}), "dropped" in kinds, bool({*kinds} & {"delivered", "bounced"})) for kinds in every}

    assert ("refused", True, True) not in found
    assert {state for state, dropped, _ in found if not dropped} == {"accepted"}
    assert came_of({"processed", "deferred", "dropped"}) == "refused"


@pytest.mark.parametrize(
    ("proof", "patience", "policy", "after", "follows"),
    [
        (None, None, "hold", timedelta(0), "hold"),
        (None, None, "give up", timedelta(0), "give up"),
        (None, None, "resend", timedelta(0), Until(START + DAY)),
        (None, None, "resend", DAY, "resend"),
        (None, HALF, "hold", timedelta(0), Until(START + HALF / 4)),
        (None, HALF, "hold", HALF * 4 - HALF / 8, Until(START + HALF * 4)),
        (None, HALF, "hold", HALF * 4, "hold"),
        (None, HALF, "give up", HALF * 4, "give up"),
        (None, HALF, "resend", HALF * 4, Until(START + DAY)),
        (None, HALF, "resend", DAY, "resend"),
        (START + HALF / 2, HALF, "hold", HALF, Until(START + HALF * 3 / 2)),
        (START + HALF / 2, HALF, "hold", HALF * 2, "absent"),
        (START + HALF / 2, HALF, "give up", HALF * 2, "absent"),
    ],
)
def test_what_follows_from_silence(
    proof: datetime | None, patience: timedelta | None, policy: Doubt, after: timedelta, follows: Conclusion
) -> None:
    assert conclude(Silence(START, proof, patience, policy), START + after) == follows


@given(
    st.integers(0, 3000), st.one_of(st.none(), st.integers(0, 3000)), st.sampled_from(DOUBTS), st.booleans(),
)  # fmt: skip
def test_nothing_is_sent_again_before_its_time(after: int, proof: int | None, policy: Doubt, live: bool) -> None:
    seen = START + timedelta(minutes=proof) if proof is not None and live else None
    found = conclude(Silence(START, seen, HALF if live else None, policy), START + timedelta(minutes=after))

    if found == "absent":
        assert proof is not None
        assert after >= proof + 30
    if found == "resend":
        assert policy == "resend"
        assert after >= 24 * 60
    if isinstance(found, Until):
        assert found.moment > START + timedelta(minutes=after)


BLOCKS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 5)), max_size=8)


@given(BLOCKS, st.lists(st.integers(0, 60), max_size=2), st.randoms(use_true_random=False))
def test_whether_an_address_is_given_up_depends_on_what_happened_and_not_on_the_order(
    blocks: list[tuple[int, int]], delivered: list[int], chance: object
) -> None:
    def days(number: int) -> datetime:
        return START + timedelta(days=number)

    told = [(days(day), mail) for day, mail in blocks]
    found = keeps_refusing(told, map(days, delivered))
    shuffled = [*told, *told]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]

    last = max(delivered, default=-1)
    groups = ({mail for day, mail in blocks if max(first, last + 1) <= day <= first + 30} for first in range(61))
    assert keeps_refusing(shuffled, map(days, reversed(delivered))) == found
    assert (found is not None) == any(len(group) >= 3 for group in groups)
