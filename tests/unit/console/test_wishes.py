"""Choosing one's mails: whatever was said before, exactly what is chosen comes, and once more changes nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from console.preferences.wishes import Topic, barred, chosen, gets
from models.permission import Entry
from models.reasons import ANY, OWN, REASONS

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
TOPICS = tuple(Topic(name, name.title(), expected=name in "de") for name in "abcde")
NAMES = st.sets(st.sampled_from("abcde"))
WISHES = st.sets(st.tuples(st.sampled_from([ANY, *"abcde", "another"]), st.sampled_from(OWN)))


def entries(wishes: set[tuple[str, str]]) -> list[Entry]:
    return [Entry("ada@acme.example", topic, reason, AT) for topic, reason in sorted(wishes)]


@given(wishes=WISHES, wanted=NAMES)
def test_what_is_chosen_comes_and_nothing_else(wishes: set[tuple[str, str]], wanted: set[str]) -> None:
    change = chosen(TOPICS, wanted, entries(wishes))
    after = (wishes - change.allow) | {(topic, "unsubscribed") for topic in change.stop}

    assert {topic.name for topic in TOPICS if gets(topic, entries(after))} == wanted
    again = chosen(TOPICS, wanted, entries(after))
    assert (again.stop, again.allow) == (frozenset(), frozenset())
    assert {one for one in wishes if one[0] == "another"} <= after


@given(wishes=WISHES)
def test_who_wants_nothing_wants_no_later_topic_either(wishes: set[tuple[str, str]]) -> None:
    change = chosen(TOPICS, set(), entries(wishes))
    after = (wishes - change.allow) | {(topic, "unsubscribed") for topic in change.stop}
    assert ANY in {topic for topic, _ in after}


@given(reason=st.sampled_from([*REASONS, "else"]), wanted=NAMES)
def test_nothing_is_taken_back_but_ones_own_wishes(reason: str, wanted: set[str]) -> None:
    standing = [Entry("ada@acme.example", ANY, reason, AT)]
    assert {reason for _, reason in chosen(TOPICS, wanted, standing).allow} <= {*OWN}
    assert barred(standing) == ("" if reason in OWN else reason)
