"""Moments and values in words."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.rendering import distance, local, page, stamp


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(0), "now"),
        (timedelta(seconds=-3), "3 s ago"),
        (timedelta(minutes=-59, seconds=-59), "59 min ago"),
        (timedelta(hours=5), "in 5 h"),
        (timedelta(days=2, hours=23), "in 2 d"),
    ],
)
def test_a_moment_is_told_by_its_distance(now: datetime, gap: timedelta, words: str) -> None:
    assert distance(now, now + gap) == words


def test_a_moment_is_told_in_utc(now: datetime) -> None:
    assert stamp(now) == "Mon 2 Mar 2026, 10:00 UTC"


def test_a_moment_at_an_account_is_told_on_its_clock(now: datetime) -> None:
    assert local(now, "America/Chicago") == "Mon 2 Mar 2026 04:00 (America/Chicago)"


@given(said=st.text())
def test_whatever_is_said_no_markup_comes_out_of_it(said: str) -> None:
    told = {"status": 404, "title": f"<script>{said}", "said": f"<script>{said}</script>"}
    body = bytes(page("refused.html", 404, user=None, **told).body).decode()

    assert "<script" not in body
