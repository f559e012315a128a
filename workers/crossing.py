"""Crossing: whether an account's health fell or rose, and not merely what is known of it or how it is judged."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row

LONGEST = timedelta(days=31)  # longer ago was another time: before an outage, or before they left and came back

Change = Literal["health fell", "health rose", ""]


def crossed(row: Mapping[str, Any], before: Row[Any] | None, judged_since: datetime | None) -> Change:
    """Answer how the account's health changed, if it is in another band than `before`: nothing if it is not.

    A score from longer ago is nothing to fall from. `judged_since` is since when everybody is judged as now: before
    that, scores were found by other rules. And a
    part that came in, or that fell away because nothing is known of it any more, moves the score but not the account:
    the parts that were judged both times have to have moved in the same direction.
    """
    if row["score"] is None or before is None or before.model != row["model"] or before.band == row["band"]:
        return ""
    if row["at"] - before.at > LONGEST:
        return ""
    if judged_since is not None and before.at < judged_since:
        return ""
    then, now = _points(before.components), _points(row["components"])
    both = then.keys() & now.keys()
    change = sum(now[name] - then[name] for name in both)
    if row["score"] < before.score and change < 0:
        return "health fell"
    return "health rose" if row["score"] > before.score and change > 0 else ""


def _points(components: Iterable[Mapping[str, Any]]) -> Mapping[tuple[str, int], float]:
    """Answer the points of each part that was judged, by its name and weight."""
    return {(part["name"], part["possible"]): part["points"] for part in components if part["points"] is not None}
