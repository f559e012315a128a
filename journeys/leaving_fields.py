"""What can be looked at about the wish to leave: whether they asked to, and what they said of it."""

from collections.abc import Iterator

from journeys.certainty import Unknown
from journeys.field import Field
from journeys.happenings import Happenings, text_of
from journeys.reserved import RESERVED
from journeys.success import Program
from journeys.view import Reader, View

ASKED, ANSWERED = "cancellation requested", "cancellation answered"
QUARTER = 90  # days
SAID = (
    ("cancellation_reason", "reason", "The newest reason they gave for it", "too expensive"),
    ("cancellation_goal_reached", "goal_reached", "Whether the goal that they had was reached", "partly"),
    ("cancellation_missing", "missing", "What would have made it more useful to them", "Time tracking"),
    ("cancellation_switching_to", "switching_to", "What they will use instead", "A spreadsheet"),
    ("cancellation_call", "call", "Whether one of us may call them about it", "yes"),
)


def leaving_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `engagement` that are about leaving."""
    asked, told = Happenings(program, ASKED), Happenings(program, ASKED, ANSWERED)
    yield asked.field(
        "engagement.cancellation_requested", "flag", asked.happened(QUARTER),
        f"Whether they asked to leave in the last {QUARTER} days", True,
    )  # fmt: skip
    for name, key, formula, example in SAID:
        yield told.field(
            f"engagement.{name}", "text", _said(told, key), f"{formula}, in the last {QUARTER} days", example,
            choices=RESERVED[ANSWERED].properties[key].choices,
        )  # fmt: skip


def _said(told: Happenings, key: str) -> Reader:
    """Read what was said last, with the request or in the survey after it."""
    nobody = Unknown(f"nobody asked to leave in the last {QUARTER} days", absent=True)
    unsaid = Unknown(f"no {key.replace('_', ' ')} was given", absent=True)

    def read(view: View) -> object:
        lately = told.lately(view, QUARTER)
        given = [text for one in lately if (text := text_of(one, key))]
        return given[-1] if given else unsaid if lately else told.lack(view) or nobody

    return read
