"""What the stand-in tells: the same in every run, and nothing but what it took."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from emails.standin.ledger import Entry
from emails.standin.telling import Telling, events_of, posts

URL = "http://127.0.0.1/webhooks/sendgrid"


def entry(to: str = "ada@acme.example") -> Entry:
    return Entry(send_key="k", to=to, subject=None, topic=None, categories=[], time=5.5, unsubscribe={})


def names(to: str, **patterns: str) -> list[str]:
    return [event["event"] for event in events_of(entry(to), 1, Telling(url=URL, **patterns))]


def test_what_becomes_of_a_mail_depends_on_the_address() -> None:
    patterns = {"bounced": "^no", "blocked": "^full", "dropped": "^never", "complained": "^angry", "clicked": "y@"}

    assert names("no@x.example", **patterns) == ["processed", "bounce"]
    assert names("full@x.example", **patterns) == ["processed", "bounce"]
    assert names("never@x.example", **patterns) == ["dropped"]
    assert names("angry@x.example", **patterns) == ["processed", "delivered", "click", "spamreport"]
    assert names("ada@x.example", **patterns) == ["processed", "delivered"]


def test_each_mail_that_was_taken_has_events_of_its_own() -> None:
    ids = [event["sg_event_id"] for number in (1, 2) for event in events_of(entry(), number, Telling(url=URL))]

    assert len({*ids}) == 4


@given(st.integers(0, 30), st.integers(1, 4), st.booleans(), st.integers(1, 9), st.floats(0, 1), st.integers(0, 99))
def test_everything_is_told_as_often_as_it_is_to_be_and_forgeries_are_their_own(
    mails: int, copies: int, shuffled: bool, batch: int, forged: float, seed: int
) -> None:
    telling = Telling(url=URL, copies=copies, shuffled=shuffled, batch=batch, forged=forged, seed=seed)
    owed = [event for number in range(mails) for event in events_of(entry(), number, telling)]

    found = posts(owed, telling)

    told = Counter(event["sg_event_id"] for post in found if not post.forged for event in post.events)
    assert told == Counter({event["sg_event_id"]: copies for event in owed})
    assert all(len(post.events) <= batch for post in found)
    assert any(post.forged for post in found) == bool(mails and forged)
    assert posts(owed, telling) == found
