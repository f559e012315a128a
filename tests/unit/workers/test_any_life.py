"""What holds in all journeys that ship for any account, history and clock, in any zone and after any outage."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeys.decisions import Send
from tests.unit.journeys.stage import book
from tests.unit.workers.whole_life import BORN, DAY, Deed, WholeLife

HOUR = timedelta(hours=1)
DAYS = 75
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))


@st.composite
def outages(draw: st.DrawFn) -> Sequence[tuple[datetime, datetime]]:
    """Times at which nobody looks, for minutes or weeks, in order."""
    begins = sorted(draw(st.lists(st.timedeltas(timedelta(0), DAYS * DAY), max_size=4)))
    lengths = [draw(st.timedeltas(timedelta(minutes=1), 40 * DAY)) for _ in begins]
    return [(BORN + begin, BORN + begin + length) for begin, length in zip(begins, lengths, strict=True)]


LIVES = st.builds(
    WholeLife, st.integers(0, 10_000), ZONES, st.just(DAYS), outages(), st.none() | ZONES
)  # fmt: skip


@given(LIVES)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_happens_to_whomever_wherever_and_whenever_somebody_looks(life: WholeLife) -> None:
    """That every walk ends, and every open run wakes later than now, is asserted at every look of a life."""
    life.play()

    _no_step_twice(life)
    _nothing_after_it_was_left(life)
    _no_mail_outside_its_window(life)
    _no_two_mails_within_the_gap(life)
    _no_more_mails_than_the_caps_allow(life)
    _nothing_while_nobody_looks(life)
    again = WholeLife(life.seed, life.zone, life.days, life.away, life.elsewhere).play()
    assert again.deeds == life.deeds
    assert again.rows == life.rows


def _mails(life: WholeLife) -> list[Deed]:
    return [deed for deed in life.deeds if isinstance(deed.decision, Send) and deed.decision.channel == "email"]


def _no_step_twice(life: WholeLife) -> None:
    assert set(Counter(deed.step for deed in life.deeds).values()) <= {1}


def _nothing_after_it_was_left(life: WholeLife) -> None:
    assert all(deed.at <= life.left.get(deed.step[:2], deed.at) for deed in life.deeds)


def _no_mail_outside_its_window(life: WholeLife) -> None:
    for deed in _mails(life):
        assert isinstance(deed.decision, Send)
        zone = life.zone_of(deed.decision.contact)
        assert book().journeys[deed.step[0]].window.is_open(deed.at, zone), (deed, zone)


def _no_two_mails_within_the_gap(life: WholeLife) -> None:
    patient = [deed.at for deed in _mails(life) if book().journeys[deed.step[0]].gap]
    assert all(later - earlier >= 20 * HOUR for earlier, later in pairwise(patient))


def _no_more_mails_than_the_caps_allow(life: WholeLife) -> None:
    caps, by_person = book().program.caps, defaultdict(list)
    for deed in _mails(life):
        if isinstance(deed.decision, Send) and book().journeys[deed.step[0]].gap:
            by_person[deed.decision.contact].append(deed.at)
    everybody = sorted(at for moments in by_person.values() for at in moments)
    for cap, moments in [*((caps.contact, theirs) for theirs in by_person.values()), (caps.account, everybody)]:
        assert cap
        assert all(later - earlier >= cap.within for earlier, later in zip(moments, moments[cap.most :], strict=False))


def _nothing_while_nobody_looks(life: WholeLife) -> None:
    for begins, until in life.away:
        assert not [deed for deed in life.deeds if begins <= deed.at < until]
