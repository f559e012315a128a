"""Links to surveys: nobody but us can make one, it names nobody, and what it chose can be read."""

from hypothesis import given
from hypothesis import strategies as st

from emails.survey_link import Invitation, link, sign, verify
from emails.unsubscribe import Subscription
from emails.unsubscribe import sign as sign_off
from emails.unsubscribe import verify as verify_off

SECRET = "a secret of this installation"
ASKED = Invitation("nps", "mrvhk3q6yd2a")
FIRST = "1.WyJucHMiLCJtcnZoazNxNnlkMmEiXQ.z6USHRiraoQzVf3GCgDXVYNK1r9JwHBUYvMHxZH99zI"


@given(st.text(), st.text(), st.text(min_size=1, alphabet=st.characters(codec="utf-8")))
def test_a_token_gives_back_what_was_signed(survey: str, key: str, secret: str) -> None:
    assert verify(sign(Invitation(survey, key), secret), secret) == Invitation(survey, key)


def test_a_token_made_by_the_first_version_works_for_ever() -> None:
    assert verify(FIRST, SECRET) == ASKED


def test_a_token_for_one_thing_opens_no_other_door() -> None:
    assert verify(sign_off(Subscription(7, "onboarding"), SECRET), SECRET) is None
    assert verify_off(sign(ASKED, SECRET), SECRET) is None
    assert verify(sign(ASKED, "another"), SECRET) is None
    assert verify(sign(ASKED, SECRET)[:-1], SECRET) is None


def test_an_answer_that_is_chosen_already_stands_behind_the_token() -> None:
    assert link("https://t.example/", "1.a.b", {"reason": "too hard & slow"}) == (
        "https://t.example/surveys/1.a.b?reason=too+hard+%26+slow"
    )
    assert link("https://t.example", "1.a.b") == "https://t.example/surveys/1.a.b"
