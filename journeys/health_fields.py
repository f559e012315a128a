"""What can be looked at about health: the score, its band and its trend, what lowers it, and what to do about that."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

from journeys.behavior import Assessed
from journeys.certainty import Unknown
from journeys.field import Field
from journeys.health import Health, find_health
from journeys.needs import Counts, Crowd, Details, Need, Past, Seen, Users
from journeys.silence import feed_names
from journeys.success import Program
from journeys.view import Reader, View

MONTH, LEEWAY = 30, 7  # days: the score is compared with the nearest to a month ago, a week to either side


def health_reader(program: Program) -> Callable[[View], Health] | None:
    """Answer what finds an account's health, once per view; nothing if the program says nothing about health."""
    models, feeds = program.health, program.feeds
    if models is None:
        return None

    def read(view: View) -> Health:
        found: Health = view.once(models, lambda seen: find_health(models, feeds, seen))
        return found

    return read


def health_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `health`."""
    models, health = program.health, health_reader(program)
    if models is None or health is None:
        return
    bands = tuple(dict.fromkeys(name for model in models.chosen for name, _ in model.bands))
    feed = feed_names(sorted(_events(models.needs)), program.feeds)
    field = partial(Field, optional=True, needs=models.needs, feed=feed)
    yield from _today(field, health, bands, tuple(model.name for model in models.chosen))
    yield from _explained(field, health)
    yield field(
        "health.trend", "number", _trend(health),
        f"The score, less that of the day nearest to {MONTH} days ago ({MONTH - LEEWAY} to {MONTH + LEEWAY}) by the "
        "same model", -6, needs=models.needs | {Past(MONTH + LEEWAY)},
    )  # fmt: skip
    yield Field(
        "health.previous_band", "text", _previous_band,
        f"The band on the last of the {MONTH + LEEWAY} days before today that had one", _first(bands),
        optional=True, choices=bands, needs=frozenset({Past(MONTH + LEEWAY)}),
    )  # fmt: skip


def _today(
    field: Callable[..., Field], health: Callable[[View], Health], bands: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[Field]:
    yield field(
        "health.score", "number", _told(health, lambda found: found.score),
        "Points out of 100 by the model of the account's segment (journeys/health)", 69,
    )  # fmt: skip
    yield field(
        "health.band", "text", _told(health, lambda found: found.band), "The band of the model that the score is in",
        _first(bands), choices=bands,
    )  # fmt: skip
    yield field(
        "health.model", "text", _model(health), "The model that judges the account's segment", _first(names),
        choices=names,
    )  # fmt: skip


def _explained(field: Callable[..., Field], health: Callable[[View], Health]) -> Iterator[Field]:
    part = {"title": "Product usage", "gap": 20}
    yield field(
        "health.lowered_by", "list", _told(health, lambda found: found.lowered_by),
        "The components that lack points, the biggest gap first, each with title, points, possible, gap and because",
        [part | {"points": 20, "possible": 40}], in_conditions=False,
    )  # fmt: skip
    yield field(
        "health.gaps", "text", _told(health, lambda found: found.gaps_in_words),
        "What lowers the score in one line, as a task shows it: each component, its points and what was looked at",
        "Product usage 20 of 40 (usage.daily_seat_share is 65%, usage.feature_adoption is 55%)", in_conditions=False,
    )  # fmt: skip
    yield field(
        "health.plan", "list", _told(health, lambda found: [part.as_plain() for part in found.plan]),
        "What to do about each gap, the biggest first, each with title, gap and actions",
        [part | {"actions": ["Review adoption with them"]}], in_conditions=False,
    )  # fmt: skip


def _first(names: tuple[str, ...]) -> str:
    return names[0] if names else ""


def _events(needs: frozenset[Need]) -> Iterator[str]:
    for need in needs:
        match need:
            case Counts() | Users() | Details():
                yield need.event
            case Crowd() | Seen():
                yield from need.events


def _model(health: Callable[[View], Health]) -> Reader:
    def read(view: View) -> object:
        found = health(view)
        return found.model if found.components else Unknown(found.because)

    return read


def _told(health: Callable[[View], Health], ask: Callable[[Health], object]) -> Reader:
    def read(view: View) -> object:
        found = health(view)
        return Unknown(found.because, found.absent) if found.score is None else ask(found)

    return read


def _trend(health: Callable[[View], Health]) -> Reader:
    def read(view: View) -> object:
        found = health(view)
        if found.score is None:
            return Unknown(found.because, found.absent)
        then = _month_ago(view, found.model)
        if then is None or then.score is None:
            return Unknown(f"there is no score by the model {found.model} from about {MONTH} days ago", absent=True)
        return found.score - then.score

    return read


def _month_ago(view: View, model: str) -> Assessed | None:
    """Answer the assessment by the same model that is nearest to a month ago, the newer one of two."""
    target, leeway = view.today - timedelta(days=MONTH), timedelta(days=LEEWAY)
    near = [
        one
        for one in view.behavior.assessed
        if one.model == model and one.score is not None and abs(one.day - target) <= leeway
    ]
    return min(near, key=lambda one: (abs(one.day - target), target - one.day), default=None)


def _previous_band(view: View) -> object:
    before = [one.band for one in view.behavior.assessed if one.band and one.day < view.today]
    return before[-1] if before else Unknown("the account was never assessed before today", absent=True)
