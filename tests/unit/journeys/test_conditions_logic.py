"""Conditions: their logic against a model that tries every value an unknown could have."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from journeys.certainty import Between, Unknown, Unsure
from journeys.comparing import comparison, membership
from journeys.logic import all_of, any_of, negation
from journeys.part import Run
from tests.unit.journeys.small_program import account, ask

FLAGS = ("account.trial", "account.churned", "account.strategic")


@dataclass(frozen=True)
class Formula:
    """A formula over three flags: how it is written, and what it comes to when all three are known."""

    text: str
    holds: Callable[[tuple[bool, ...]], bool]


ATOMS = st.sampled_from(range(3)).map(lambda n: Formula(FLAGS[n], lambda flags: flags[n]))


def _combine(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    negated = inner.map(lambda one: Formula(f"not ({one.text})", lambda flags: not one.holds(flags)))
    return negated | st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(_joined)


def _joined(parts: tuple[Formula, str, Formula]) -> Formula:
    left, word, right = parts
    both = all if word == "and" else any
    return Formula(f"({left.text}) {word} ({right.text})", lambda flags: both((left.holds(flags), right.holds(flags))))


@given(st.recursive(ATOMS, _combine, max_leaves=6), st.tuples(*[st.booleans()] * 3))
def test_a_formula_of_known_flags_means_what_python_means(formula: Formula, flags: tuple[bool, ...]) -> None:
    behavior = account(trial=flags[0], churned=flags[1], strategic=flags[2])

    assert ask(formula.text, behavior).value is formula.holds(flags)


TRUTH = st.sampled_from([True, False, None])


def run_of(value: object) -> Run:
    return lambda _view, _evidence: Unknown("?") if value is None else value


def told(run: Run) -> object:
    value = run(None, {})  # type: ignore[arg-type]
    return None if isinstance(value, Unsure) else value


def agreed(answers: set[object]) -> object:
    return answers.pop() if len(answers) == 1 else None


@given(st.lists(TRUTH, min_size=1, max_size=6))
def test_and_or_and_not_are_what_every_possible_world_agrees_on(values: list[bool | None]) -> None:
    worlds = list(product(*[[value] if value is not None else [True, False] for value in values]))
    runs = [run_of(value) for value in values]

    assert told(all_of(runs)) == agreed({all(world) for world in worlds})
    assert told(any_of(runs)) == agreed({any(world) for world in worlds})
    assert told(negation(runs[0])) == agreed({not world[0] for world in worlds})


BOUNDS = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(sorted)
SIGNS = {"==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@given(BOUNDS, BOUNDS, st.sampled_from(list(SIGNS)))
def test_a_comparison_of_bounds_is_what_every_possible_number_agrees_on(
    left: list[int], right: list[int], sign: str
) -> None:
    worlds = product(range(left[0], left[1] + 1), range(right[0], right[1] + 1))
    run = comparison(sign, run_of(Between(left[0], left[1], "?")), run_of(Between(right[0], right[1], "?")))
    expected = agreed({SIGNS[sign](a, b) for a, b in worlds})

    # Two ranges of one number each: equality is left open, which errs on the safe side.
    assert told(run) == expected or (told(run) is None and left == right and left[0] == left[1])


@given(BOUNDS, st.lists(st.integers(0, 6), min_size=1), st.booleans())
def test_membership_of_bounds_is_what_every_possible_number_agrees_on(
    span: list[int], members: list[int], within: bool
) -> None:
    numbers = range(span[0], span[1] + 1)

    answer = told(membership(run_of(Between(span[0], span[1], "?")), members, within=within))

    expected = agreed({(number in members) is within for number in numbers})
    assert answer == expected or (answer is None and span[1] - span[0] + 1 <= len(set(members)))
