"""What the demonstration prints at its end."""

from collections import Counter
from datetime import timedelta
from io import StringIO

from rich.console import Console

from console.demo.crowding import Restraint
from console.demo.report import print_soundness, print_summary
from console.demo.soundness import Soundness
from console.demo.tally import StepTally
from journeys.caps import USUAL


def test_a_reason_is_told_once_for_all_that_came_of_it() -> None:
    reasons = Counter({("held", "No contact"): 3, ("skipped", "No contact"): 2, ("skipped", "Too late"): 1})
    step = StepTally("onboarding", "welcome", Counter(sent=5, held=3, skipped=3), reasons)
    console = Console(width=80, record=True, file=StringIO())

    print_summary(console, [step], {"onboarding": Counter({"went to the end": 8})})

    told = [" ".join(line.split()) for line in console.export_text().splitlines()]
    assert told[-2:] == ["welcome 3 held, 2 skipped No contact", "1 skipped Too late"]


def test_whatever_must_never_be_has_a_line_and_is_named() -> None:
    console = Console(width=80, record=True, file=StringIO())

    restraint = Restraint(timedelta(hours=20), USUAL)
    print_soundness(console, Soundness((), ("acme, renewal / paid: due since 1 May",), (), restraint))

    assert console.export_text().splitlines() == [
        "✓ unknown: none",
        "✗ stuck enrollments: 1",
        "    acme, renewal / paid: due since 1 May",
        (
            "✓ accounts and people above their caps "
            "(20 hours between two commercial mails; 2 in 7 days for a person): none"
        ),
    ]
