"""What can be looked at about the core features: which are in use, which are not, and which no longer are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from journeys.beginning import beginning_of
from journeys.certainty import Between, Unknown, at_least, join_reasons
from journeys.field import Field
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Feature, Program
from journeys.view import Reader, View

MONTH = 30  # days: "in use" means used in the last month
LAPSED = 14  # days: what was used before, and not for so long, lies idle


@dataclass(frozen=True, slots=True)
class _Use:
    """Which features are in use, and which are not; `doubts` says of the others why that cannot be told.

    `last` is when each of them was used last, if it ever was.
    """

    used: list[Feature] = field(default_factory=list)
    unused: list[Feature] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)
    last: dict[str, datetime] = field(default_factory=dict)

    @property
    def because(self) -> str:
        return join_reasons(self.doubts.values())


Look = Callable[[View], _Use]


def feature_fields(program: Program) -> Iterator[Field]:
    """Answer the fields about core features."""
    features, total = program.features, len(program.features)
    events = [event for feature in features for event in feature.events]
    feed, needs = feed_names(events, program.feeds), frozenset(Counts(event) for event in events)
    use = _look_at_features(program)
    lately = f"used in the last {MONTH} days, today included"
    yield Field(
        "usage.feature_adoption", "number", _adoption(use, total),
        f"The share of the core features that were {lately}", 0.4, unit="share", feed=feed, needs=needs,
    )  # fmt: skip
    yield Field(
        "usage.features_used", "number", _used(use), f"How many core features were {lately}", 2, feed=feed, needs=needs
    )
    yield Field("usage.features_total", "number", lambda _: total, "How many core features there are", total)
    yield Field(
        "usage.lapsed_features", "number", _lapsed(program, use),
        f"How many core features were used before, but not in the last {LAPSED} days, today included", 1,
        feed=feed, needs=needs,
    )  # fmt: skip
    yield Field(
        "usage.idle_features", "list", _idle(program, use),
        "Those features, each with title, benefit, link and for how many days it has been idle, the shortest first",
        [_shown(feature) | {"days": LAPSED + 4} for feature in features[-2:-1]],
        feed=feed, needs=needs, in_conditions=False,
    )  # fmt: skip
    yield Field(
        "usage.unused_features", "list", _unused(use),
        f"The core features not {lately}, each with title, benefit and link. First those never tried, because whoever "
        "gave one up had a reason; otherwise in the order of program.yaml, which says what matters most",
        [_shown(feature) for feature in features[-2:]], feed=feed, needs=needs, in_conditions=False,
    )  # fmt: skip


def _used(use: Look) -> Reader:
    def used(view: View) -> object:
        seen = use(view)
        return at_least(len(seen.used), seen.because, len(seen.used) + len(seen.doubts))

    return used


def _adoption(use: Look, total: int) -> Reader:
    def adoption(view: View) -> object:
        seen = use(view)
        share = len(seen.used) / total
        return at_least(share, seen.because, (len(seen.used) + len(seen.doubts)) / total) if seen.doubts else share

    return adoption


def _unused(use: Look) -> Reader:
    def unused(view: View) -> object:
        seen = use(view)
        ranked = sorted(seen.unused, key=lambda feature: feature.name in seen.last)
        return Unknown(seen.because) if seen.doubts else [_shown(feature) for feature in ranked]

    return unused


def _lapsed(program: Program, use: Look) -> Reader:
    idle_and_doubts = _idleness(program, use)

    def lapsed(view: View) -> object:
        idle, doubts = idle_and_doubts(view)
        return Between(len(idle) - len(doubts), len(idle), join_reasons(doubts)) if doubts else len(idle)

    return lapsed


def _idle(program: Program, use: Look) -> Reader:
    idle_and_doubts = _idleness(program, use)

    def idle(view: View) -> object:
        features, doubts = idle_and_doubts(view)
        last = use(view).last
        days = {one.name: (view.today - view.day_of(last[one.name])).days for one in features}
        ranked = sorted(features, key=lambda one: days[one.name])
        return Unknown(join_reasons(doubts)) if doubts else [_shown(one) | {"days": days[one.name]} for one in ranked]

    return idle


def _idleness(program: Program, use: Look) -> Callable[[View], tuple[list[Feature], list[str]]]:
    """Answer the question which features lie idle, and why that cannot be told."""
    silences = {feature.name: silence_of(feature.events, program.feeds) for feature in program.features}

    def look(view: View) -> tuple[list[Feature], list[str]]:
        lately, last = view.began(LAPSED), use(view).last
        idle = [one for one in program.features if one.name in last and last[one.name] < lately]
        return idle, [because for one in idle if (because := silences[one.name](view))]

    return look


def _shown(feature: Feature) -> dict[str, object]:
    return {"title": feature.title, "benefit": feature.benefit, "link": feature.link}


def _look_at_features(program: Program) -> Look:
    feeds = program.feeds
    features = [(one, silence_of(one.events, feeds), beginning_of(one.events, feeds)) for one in program.features]

    def find(view: View) -> _Use:
        began, first, use = view.began(MONTH), view.first_day(MONTH), _Use()
        for feature, silence, beginning in features:
            last = _last_use(feature, view)
            if last is not None:
                use.last[feature.name] = last
            if last is not None and last >= began:
                use.used.append(feature)
            elif because := silence(view) or beginning(view, first):
                use.doubts[feature.name] = because
            else:
                use.unused.append(feature)
        return use

    def look(view: View) -> _Use:
        use: _Use = view.once(find, find)
        return use

    return look


def _last_use(feature: Feature, view: View) -> datetime | None:
    last: datetime | None = None
    for event in feature.events:
        usage = view.usage.get(event)
        if usage is not None and (last is None or usage.last_at > last):
            last = usage.last_at
    return last
