"""What can be looked at about the sales hand-over: what was learned before the contract, and what is missing of it."""

from collections.abc import Iterator

from journeys.certainty import Unknown
from journeys.field import Field
from journeys.part import Seen
from journeys.view import Reader, View

# As traits of the account they are told under these very names.
FACTS = (
    ("goals", "What they want to reach; semicolons between several", "Projects on time; Fewer meetings"),
    ("use_case", "What they bought it for", "Client projects of the design team"),
    ("buying_reason", "Why they bought it now, and from us", "Deadlines were missed twice"),
    ("decision_makers", "Who decides, and who has a say", "Ada Okafor (COO)"),
    ("promised_features", "What was promised to them", "Single sign-on by spring"),
    ("timeline", "What has to happen by when", "Live before the season begins in March"),
    ("risks", "What could go wrong", "One team prefers its spreadsheets"),
    ("current_tools", "What they use today", "Spreadsheets and chat"),
    ("success_criteria", "How they will judge it", "Nine of ten projects on time"),
)  # fmt: skip
HANDED_OVER = frozenset(name for name, *_ in FACTS)


def handover_fields() -> Iterator[Field]:
    """Answer the fields of the group `handover`."""
    for name, meaning, example in FACTS:
        yield Field(
            f"handover.{name}", "text", fact(name), f"{meaning}, as sales told it (trait `{name}`)", example,
            optional=True,
        )  # fmt: skip
    yield Field(
        "handover.missing", "number", lambda view: len(_missing(view)),
        f"How many of the {len(FACTS)} facts of the sales hand-over nobody told us", 2,
    )  # fmt: skip
    yield Field(
        "handover.missing_facts", "text", lambda view: ", ".join(_missing(view)) or NOTHING,
        "Which facts of the sales hand-over nobody told us", "decision makers, timeline", optional=True,
    )  # fmt: skip
    yield Field(
        "handover.complete", "flag", lambda view: not _missing(view),
        "Whether every fact of the sales hand-over is known", False, rule=_complete,
    )  # fmt: skip


NOTHING = Unknown("nothing of the sales hand-over is missing", absent=True)


def _complete(view: View, evidence: Seen) -> object:
    """Answer whether all is known, and write down what is missing: that is what a human has to ask for."""
    missing = _missing(view)
    if missing and evidence is not None:
        evidence["handover.missing_facts"] = ", ".join(missing)
    return not missing


def fact(name: str) -> Reader:
    """Read a fact of the hand-over."""
    absent = Unknown(f"sales told us no {name.replace('_', ' ')}", absent=True)
    return lambda view: _told(view, name) or absent


def _told(view: View, name: str) -> str:
    value = view.account.get(name)
    return value.strip() if isinstance(value, str) else ""


def _missing(view: View) -> list[str]:
    return [name.replace("_", " ") for name, *_ in FACTS if not _told(view, name)]
