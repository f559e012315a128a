"""Surveys as files: what they become, and every mistake in them at once."""

from textwrap import dedent

from hypothesis import given
from hypothesis import strategies as st

from journeys.mistakes import Mistakes
from journeys.success import Feed
from journeys.survey import Choice, Question, Scale, Survey, Writing
from journeys.survey_answers import read_answers
from journeys.survey_file import read_surveys
from tests.unit.journeys.stage import book

FEEDS = (Feed("survey", ("nps answered", "csat answered", "goals stated", "kickoff answered"), None),)
PATH = "journeys/surveys/ask.yaml"


def surveys(*texts: str, names: tuple[str, ...] = ("ask",)) -> tuple[tuple[Survey, ...], list[str]]:
    """Answer the surveys that these files make, and what is wrong with them, with its line."""
    mistakes = Mistakes()
    sources = {f"journeys/surveys/{name}.yaml": dedent(text) for name, text in zip(names, texts, strict=True)}
    found = read_surveys(sources, FEEDS, mistakes)
    return found, [f"{one.lineno}: {one.msg}" for one in mistakes.found]


def wrong(text: str) -> list[str]:
    return surveys(text)[1]


SMALL = """\
title: One question about {product}
event: kickoff answered
thanks: Thank you
questions:
  - {id: mood, ask: How was it?, scale: 1 to 3, low: Bad, high: Good}
  - {id: why, ask: Why?, text: long, optional: true}
"""


def test_a_survey_says_what_it_asks_and_what_becomes_of_it() -> None:
    ((survey,), mistakes) = surveys(SMALL)

    assert mistakes == []
    mood = Question("mood", "How was it?", Scale(1, 3, "Bad", "Good"))
    why = Question("why", "Why?", Writing("long"), optional=True)
    assert survey == Survey(
        "ask", "One question about {product}", "kickoff answered", "survey", (mood, why), "Thank you"
    )


def test_mails_can_name_a_link_with_any_answer_to_the_first_question() -> None:
    ((survey,), _) = surveys(SMALL)
    cancellation = next(one for one in book().program.surveys if one.name == "cancellation")

    assert dict(survey.links) == {
        "ask": {}, "ask_1": {"mood": "1"}, "ask_2": {"mood": "2"}, "ask_3": {"mood": "3"},
    }  # fmt: skip
    assert cancellation.links["cancellation_too_expensive"] == {"reason": "too expensive"}
    assert "surveys.cancellation_too_expensive" in book().catalog.fields


def test_every_mistake_is_told_at_once_with_its_line_and_the_way_out() -> None:
    found = wrong("""\
        title: About {prodct}
        event: nps answerd
        questions:
          - {id: score, ask: How?, scale: 10 to 0}
          - {id: score, ask: How?, choices: [only one]}
          - {id: two ways, ask: How?, scale: 0 to 5, text: short}
          - {id: own, ask: What?, choices: [a, b], other: Else}
          - {id: day, ask: When?, text: dat}
        carry: [ticket]
    """)

    for line, words in (
        (1, "{prodct} cannot be filled in; there are {product} and {company}"),
        (1, 'the survey needs "thanks"'),
        (2, 'no feed brings an event "nps answerd"; did you mean "nps answered"?'),
        (4, 'a scale is written "0 to 10" or "1 to 5", with 11 numbers at most'),
        (5, 'there are two questions with the id "score"'),
        (5, "there are 2 to 12 choices"),
        (6, '"two ways" is no name: use small letters, digits and _'),
        (6, "a question is answered in one way: scale, choices, text"),
        (7, "other needs `several: true`: whoever may choose one only could mean neither"),
        (8, 'text cannot be "dat"; it is one of: short, long, date; did you mean "date"?'),
        (9, 'the survey has no "carry"; did you mean "carries"?'),
    ):
        assert f"{line}: {words}" in found
    assert len(found) == 11


def test_what_becomes_a_reserved_event_has_to_be_what_that_means() -> None:
    found = wrong("""\
        title: x
        thanks: y
        event: nps answered
        questions:
          - {id: score, ask: How?, scale: 5 to 15}
          - {id: coment, ask: Why?, text: long}
          - {id: comment, ask: Why?, scale: 1 to 5}
    """)

    assert found == [
        '5: the property score of "nps answered" must be a number from 0 to 10',
        '6: "nps answered" has no property coment; did you mean "comment"?',
        '7: the property comment of "nps answered" must be a text',
    ]
    assert wrong("title: x\nthanks: y\nevent: csat answered\nquestions: [{id: ticket, ask: Which?, text: short}]") == [
        '4: "csat answered" needs the property score: ask for it in a question with that id that is not optional'
    ]


def test_two_surveys_whose_links_would_be_the_same_are_told_apart() -> None:
    _, mistakes = surveys(SMALL, SMALL, names=("ask", "ask-1"))

    assert mistakes == [
        "1: surveys.ask_1 cannot be told apart: it would be another link of the survey ask; give the file another name"
    ]


def test_what_is_no_survey_is_told_and_the_others_are_read() -> None:
    for text in ("", "title: x", "- a", "questions: 3", "title: [", "questions: [{id: x}]"):
        found, mistakes = surveys(text, SMALL, names=("bad", "good"))
        assert mistakes
        assert "good" in [survey.name for survey in found]


SENT = st.dictionaries(
    st.sampled_from(["score", "comment", "goals.0", "goals.3", "goals.other", "due", "reason", "target", "x"]),
    st.one_of(st.text(max_size=30), st.sampled_from(["9", "10", "11", "-1", "2027-02-28", "too hard", "x" * 2001])),
)


@given(SENT)
def test_whatever_is_sent_becomes_what_was_asked_for_or_is_asked_for_again(sent: dict[str, str]) -> None:
    for survey in book().program.surveys:
        answers = read_answers(survey, sent)
        asked = {question.id: question for question in survey.questions}

        assert answers.told.keys() | answers.faults.keys() <= asked.keys()
        for name, value in answers.told.items():
            match asked[name].form:
                case Scale(numbers=numbers):
                    assert value in numbers
                case Choice(several=True):
                    assert isinstance(value, list)
                    assert all(isinstance(one, str) and one for one in value)
                case Choice(words=words):
                    assert value in words
                case Writing(longest=longest):
                    assert isinstance(value, str)
                    assert 0 < len(value) <= longest
