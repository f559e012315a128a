"""What can be looked at about use: the core features, and the days on which anything happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from journeys.certainty import Unknown, at_least, join_reasons
from journeys.field import Field
from journeys.needs import Counts
from journeys.silence import feed_names, silence_of
from journeys.success import Feature, Program
from journeys.view import Reader, View

SHARES = frozenset({"usage.feature_adoption"})  # the fields whose unit is share, for those who show what was recorded
MONTH = 30  # days: "in use" means used in the last month


@dataclass(frozen=True, slots=True)
class _Use:
    """Which features are in use, and which are not; `doubts` says of the others why that cannot be told."""

    used: list[Feature]
    unused: list[Feature]
    doubts: dict[str, str]

    @property
    def because(self) -> str:
        return join_reasons(self.doubts.values())


def usage_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `usage`."""
    yield from _feature_fields(program)
    feed = feed_names(program.activity, program.feeds)
    yield Field(
        "usage.active_days", "number", _active_days(program),
        f"Days of the last {MONTH}, today included, with activity: {', '.join(program.activity)}", 12,
        unit="days", feed=feed, needs=frozenset(Counts(event, MONTH) for event in program.activity),
    )  # fmt: skip


def _feature_fields(program: Program) -> Iterator[Field]:
    features, total = program.features, len(program.features)
    events = [event for feature in features for event in feature.events]
    feed, needs = feed_names(events, program.feeds), frozenset(Counts(event) for event in events)
    use = _look_at_features(program)

    def used(view: View) -> object:
        seen = use(view)
        return at_least(len(seen.used), seen.because, len(seen.used) + len(seen.doubts))

    def adoption(view: View) -> object:
        seen = use(view)
        share = len(seen.used) / total
        return at_least(share, seen.because, (len(seen.used) + len(seen.doubts)) / total) if seen.doubts else share

    def unused(view: View) -> object:
        seen = use(view)
        return Unknown(seen.because) if seen.doubts else [_shown(feature) for feature in seen.unused]

    lately = f"used in the last {MONTH} days"
    yield Field(
        "usage.feature_adoption", "number", adoption, f"The share of the core features that were {lately}", 0.4,
        unit="share", feed=feed, needs=needs,
    )  # fmt: skip
    yield Field(
        "usage.features_used", "number", used, f"How many core features were {lately}", 2, feed=feed, needs=needs
    )
    yield Field("usage.features_total", "number", lambda _: total, "How many core features there are", total)
    yield Field(
        "usage.unused_features", "list", unused, f"The core features not {lately}, each with title, benefit and link",
        [_shown(feature) for feature in features[-2:]], feed=feed, needs=needs, in_conditions=False,
    )  # fmt: skip


def _shown(feature: Feature) -> dict[str, str]:
    return {"title": feature.title, "benefit": feature.benefit, "link": feature.link}


def _look_at_features(program: Program) -> Callable[[View], _Use]:
    features = [(feature, silence_of(feature.events, program.feeds)) for feature in program.features]

    def find(view: View) -> _Use:
        began, use = view.began(MONTH), _Use([], [], {})
        for feature, silence in features:
            if _in_use(feature, view, began):
                use.used.append(feature)
            elif because := silence(view):
                use.doubts[feature.name] = because
            else:
                use.unused.append(feature)
        return use

    def look(view: View) -> _Use:
        use: _Use = view.once(find, find)
        return use

    return look


def _in_use(feature: Feature, view: View, began: datetime) -> bool:
    for event in feature.events:
        usage = view.usage.get(event)
        if usage is not None and usage.last_at >= began:
            return True
    return False


def _active_days(program: Program) -> Reader:
    silence = silence_of(program.activity, program.feeds)

    def find(view: View) -> object:
        first, today = view.first_day(MONTH), view.today
        seen = [view.usage[event].days for event in program.activity if event in view.usage]
        days = {day for counts in seen for day, times in counts if times > 0 and first <= day <= today}
        return at_least(len(days), silence(view), MONTH)

    return lambda view: view.once(find, find)
