"""Health: whatever a model weighs and whatever is known, the score keeps its bounds and never punishes the better."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from journeys.health import Health, score
from journeys.health_model import Model, Scale
from journeys.view import View
from tests.unit.journeys.health_stage import catalog
from tests.unit.journeys.small_program import NOW, account

PARTS = 5
HEAD = "title: A test\nleast_known: 0%\nbands: {fine: 67, fair: 34, poor: 0}\ncomponents:\n"
COLORED = "green: account.rating == 3, red: account.rating == 1"
SCALED = "value: account.rating, from: 0, to: 1"
PART = "  part{number}: {{title: A part, points: 1, {rule}, plan: [{{do: Mend it}}]}}\n"
POINTS = {"red": 0.0, "yellow": 0.5, "green": 1.0}

WEIGHTS = st.lists(st.integers(1, 1000), min_size=PARTS, max_size=PARTS)
COLORS = st.lists(st.sampled_from(["red", "yellow", "green", "unknown"]), min_size=PARTS, max_size=PARTS)
AMOUNTS = st.lists(st.floats(-1e9, 1e9), min_size=PARTS, max_size=PARTS)
ENDS = st.tuples(st.integers(-100, 100), st.integers(-100, 100)).filter(lambda ends: ends[0] != ends[1])


def compiled(rule: str) -> Model:
    """Answer a model of parts that are all judged by this rule."""
    told = "".join(
        PART.format(number=number, rule=rule.replace("rating", f"part{number}"))  # each looks at a trait of its own
        for number in range(PARTS)
    )
    traits = "".join(f"  part{number}: {{type: number, meaning: A part}}\n" for number in range(PARTS))
    health = catalog(HEAD + told, traits=traits).program.health
    assert health is not None
    return health.otherwise


BY_COLOR, ON_SCALE = compiled(COLORED), compiled(SCALED)


def found(model: Model, weights: Sequence[int], amounts: Sequence[float | None]) -> Health:
    parts = tuple(replace(part, points=points) for part, points in zip(model.components, weights, strict=True))
    known = {f"part{number}": amount for number, amount in enumerate(amounts) if amount is not None}
    return score(replace(model, components=parts), "", (), View(NOW, account(None, **known)))  # type: ignore[arg-type]


def colored(weights: Sequence[int], colors: Sequence[str]) -> Health:
    amounts = {"red": 1.0, "yellow": 2.0, "green": 3.0, "unknown": None}
    return found(BY_COLOR, weights, [amounts[color] for color in colors])


@given(WEIGHTS, COLORS)
def test_the_score_is_the_share_of_the_points_that_can_be_told(weights: list[int], colors: list[str]) -> None:
    known = [(points, color) for points, color in zip(weights, colors, strict=True) if color != "unknown"]
    reached, possible = sum(int(points * POINTS[color]) for points, color in known), sum(points for points, _ in known)

    assert colored(weights, colors).score == (reached * 100 // possible if known else None)


@given(WEIGHTS, COLORS, st.integers(0, PARTS - 1))
def test_what_turns_better_never_lowers_the_score(weights: list[int], colors: list[str], which: int) -> None:
    scores = []
    for color in ("red", "yellow", "green"):
        health = colored(weights, [*colors[:which], color, *colors[which + 1 :]])
        scores.append(-1 if health.score is None else health.score)

    assert 0 <= scores[0] <= scores[1] <= scores[2] <= 100


@given(WEIGHTS, st.integers(0, PARTS - 1), st.sampled_from(["red", "yellow", "green"]))
def test_one_part_alone_is_the_whole_score(weights: list[int], which: int, color: str) -> None:
    colors = ["unknown"] * PARTS
    colors[which] = color

    half = weights[which] // 2 * 100 // weights[which]
    assert colored(weights, colors).score == {"red": 0, "yellow": half, "green": 100}[color]


@given(WEIGHTS, ENDS, AMOUNTS, st.integers(0, PARTS - 1), st.floats(0, 1e9))
def test_on_a_scale_more_of_the_good_never_lowers_the_score(
    weights: list[int], ends: tuple[int, int], amounts: list[float], which: int, more: float
) -> None:
    worst, best = ends
    parts = (
        replace(part, rule=replace(part.rule, worst=worst, best=best))
        for part in ON_SCALE.components
        if isinstance(part.rule, Scale)
    )
    model = replace(ON_SCALE, components=tuple(parts))
    better = [*amounts[:which], amounts[which] + (more if best > worst else -more), *amounts[which + 1 :]]

    before, after = found(model, weights, amounts), found(model, weights, better)

    assert before.score is not None
    assert after.score is not None
    assert 0 <= before.score <= after.score <= 100
    assert all(0 <= (one.points or 0) <= one.possible for one in after.components)


@given(WEIGHTS, COLORS)
def test_the_gaps_are_in_order_and_every_gap_has_its_part_of_the_plan(weights: list[int], colors: list[str]) -> None:
    health = colored(weights, colors)

    lost = [part.gap for part in health.plan]
    assert lost == sorted(lost, reverse=True)
    assert [part.component for part in health.plan] == [one["name"] for one in health.lowered_by]
    lacking = {f"part{number}" for number, color in enumerate(colors) if color in ("red", "yellow")}
    assert {part.component for part in health.plan} == lacking
