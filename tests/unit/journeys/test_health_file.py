"""Health models read from their files: every mistake at once, each with its line and the way out."""

import pytest

from journeys.load import PROGRAM, read_book
from journeys.program import read_program
from tests.unit.journeys.health_stage import CHOICE, MODEL, TRAITS
from tests.unit.journeys.small_program import TEXT

PATH = "journeys/health/test.yaml"
WHOLE = TEXT.replace("traits:\n", TRAITS)


def mistakes(model: str = MODEL, choice: str = CHOICE) -> list[tuple[str, int, str]]:
    """The file, line and message of everything that is wrong."""
    with pytest.raises(ExceptionGroup) as caught:
        read_program(WHOLE + choice, PROGRAM, {PATH: model})
    return [
        (one.filename or "", one.lineno or 0, one.msg)
        for one in caught.value.exceptions
        if isinstance(one, SyntaxError)
    ]


def mistake(old: str, new: str) -> str:
    """The only thing wrong with the model after this change."""
    assert old in MODEL
    ((path, _, message),) = mistakes(MODEL.replace(old, new, 1))
    assert path == PATH
    return message


SIX = """\
title: Six mistakes
bands: {healthy: 80, moderate: 90, at_risk: 10}
components:
  use:
    title: Use
    points: 40
    green: usage.feature_adopton >= 60
    red: usage.feature_adoption < 20%
    plan:
      - do: Show them {usage.unused_feature}
      - doo: Call them
        when: account.happy >
"""


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    assert [(line, message) for _, line, message in mistakes(SIX)] == [
        (2, "the last band takes the rest, from 0 on: write `at_risk: 0`"),
        (2, "bands go down from 100 to 0: moderate must be below 80 and not below 0"),
        (7, 'there is no field "usage.feature_adopton"; did you mean "usage.feature_adoption"?'),
        (
            10,
            'there is no field "usage.unused_feature" to fill in; did you mean "usage.unused_features"?',
        ),
        (11, 'an entry of plan needs "do"'),
        (11, 'an entry of plan has no "doo"; did you mean "do"?'),
        (12, "the condition ends too early: something is missing here"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("points: 25", "points: 0", "points are a whole number from 1 to 1000"),
        ("least_known: 30%", "least_known: 101%", "least_known is a share of the points from 0% to 100%, such as 50%"),
        ("least_known: 30%", "least_known: half", "least_known is a share of the points from 0% to 100%, such as 50%"),
        ("least_known: 30%", "least_known: [30%]", "least_known is a share of the points from 0% to 100%, such as 50%"),
        ("points: 25", "points: many", "points must be a whole number"),
        ("    points: 25\n", "", 'mood needs "points"'),
        ("    red: account.angry\n", "", 'mood needs "red"'),
        ("    red: account.angry\n", "    red: account.angry\n    value: account.rating\n",
         "mood is judged by green and red or on a scale, not both"),
        ("    green: account.happy\n    red: account.angry\n", "",
         "mood says not how it is judged: give it green and red, or value, from and to"),
        ("to: 5", "to: 1", "from and to must differ: the points grow from the one to the other"),
        ("to: 5", "to: account.seats", "to is a number that stands fixed, such as 0% or 20"),
        ("value: account.rating\n    from: 1", "value: usage.feature_adoption\n    from: 0",
         "usage.feature_adoption is a share between 0% and 100%; did you mean 5%?"),
        ("value: account.rating", "value: account.happy",
         "account.happy is true or false: only numbers can be calculated with"),
        ("    to: 5\n", "", 'rating needs "to"'),
        ("green: account.happy", "green: account.rating",
         "account.rating is a number: a condition must say what to compare it with"),
        ("green: account.happy", "green: health.score > 5",
         'there is no field "health.score"; a field begins with one of: account, usage, '),
        ("      - do: Ask what is missing\n", "", 'mood needs "plan"'),
        ("      - do: Ask what is missing\n", "      - {do: Ask, when: }\n", 'an entry of plan needs "when"'),
        ("do: Ask what is missing", "do: Write to {contact.first_name}",
         'there is no field "contact.first_name" to fill in'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_plain_words(old: str, new: str, message: str) -> None:
    assert mistake(old, new).startswith(message)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ("health: {otherwise: tset}\n", 'there is no health model "tset"; did you mean "test"?'),
        ("health: {otherwise: weighted}\n", 'there is no health model "weighted"; there are: test'),
        ("health: {smbb: test, otherwise: test}\n", 'there is no segment "smbb"; did you mean "smb"?'),
        ("health: {smb: test}\n", "health does not say which model takes the rest: write otherwise: standard"),
    ],
)
def test_the_choice_of_models_is_checked_as_well(choice: str, message: str) -> None:
    ((path, _, told),) = mistakes(choice=choice)

    assert (path, told) == (PROGRAM, message)


def test_a_model_that_is_no_yaml_is_told_once_and_journeys_may_still_name_its_score() -> None:
    ((path, line, _),) = mistakes("title: [")

    assert (path, line) == (PATH, 1)


def test_models_are_read_from_their_folder_with_the_rest_of_the_book() -> None:
    book = read_book({PROGRAM: WHOLE + CHOICE, PATH: MODEL}, None)

    assert book.catalog.fields["health.band"].choices == ("healthy", "moderate", "at_risk")
    assert book.program.health is not None
    assert book.program.health.otherwise.name == "test"


def test_the_name_of_a_models_file_is_checked() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_book({PROGRAM: WHOLE + CHOICE, PATH: MODEL, "journeys/health/My Model.yaml": MODEL}, None)

    assert "the file's name is the health model's" in str(caught.value.exceptions[0])
