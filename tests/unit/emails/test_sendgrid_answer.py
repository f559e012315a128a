"""What each answer means: certain where SendGrid is clear, unknown everywhere else."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.connection import Answer
from emails.outcomes import Accepted, Locked, Postponed, Refused, Unknown
from emails.sendgrid_answer import explanation, outcome, rest_until

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def an_answer(status: int, body: bytes = b"", **headers: str) -> Answer:
    return Answer(status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def mistakes(*mistakes: dict[str, str | None]) -> bytes:
    return json.dumps({"errors": mistakes}).encode()


def test_202_is_accepted_under_the_providers_name() -> None:
    assert outcome(an_answer(202, x_message_id="abc")) == Accepted("abc")


@pytest.mark.parametrize("status", [400, 404, 405, 413, 415, 422])
def test_a_client_error_is_refused(status: int) -> None:
    assert outcome(an_answer(status)) == Refused(str(status))


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_not_taken_locks_the_provider(status: int) -> None:
    assert isinstance(outcome(an_answer(status)), Locked)


@pytest.mark.parametrize("status", [200, 201, 204, 301, 303, 307, 500, 502, 503, 504, 599, 999])
def test_whatever_is_not_clear_is_unknown(status: int) -> None:
    assert isinstance(outcome(an_answer(status)), Unknown)


@given(st.integers(100, 999), st.binary(), st.dictionaries(st.text(), st.text()))
def test_no_answer_is_accepted_but_202(status: int, body: bytes, headers: dict[str, str]) -> None:
    assert isinstance(outcome(Answer(status, headers, body)), Accepted) == (status == 202)


def test_429_rests_until_the_reset() -> None:
    answer = an_answer(429, x_ratelimit_reset=str(int(NOON.timestamp())), retry_after="7")
    assert outcome(answer) == Postponed("429", NOON)


def test_retry_after_counts_from_the_answers_own_date() -> None:
    assert rest_until(an_answer(429, retry_after="90", date="Mon, 02 Mar 2026 11:58:30 GMT")) == NOON


def test_retry_after_can_be_a_date() -> None:
    assert rest_until(an_answer(429, retry_after="Mon, 02 Mar 2026 12:00:00 GMT")) == NOON


@pytest.mark.parametrize("reset", ["", "soon", "-", "1e99", "9" * 30, "99999999999999"])
def test_a_reset_that_makes_no_sense_is_left_out(reset: str) -> None:
    assert rest_until(an_answer(429, x_ratelimit_reset=reset, retry_after=reset)) is None


def test_sendgrids_words_are_passed_on_with_their_fields() -> None:
    body = mistakes({"message": "no address", "field": "from.email"}, {"message": "odd", "field": None, "help": None})
    assert explanation(an_answer(400, body)) == "400: no address (from.email); odd"


@pytest.mark.parametrize("body", [b"[]", b'{"errors": null}', b'{"errors": [1]}', b'{"errors": [{}]}', b'"x"'])
def test_an_error_in_another_shape_is_quoted(body: bytes) -> None:
    assert explanation(an_answer(400, body)) == f"400: {body.decode()}"


def test_a_long_page_is_cut() -> None:
    assert len(explanation(an_answer(502, b"<p>Bad gateway</p>\n" * 1000))) == 500
