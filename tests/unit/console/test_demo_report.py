"""What the demonstration prints at its end."""

from collections import Counter
from io import StringIO

from rich.console import Console

from console.demo.report import print_summary
from console.demo.tally import StepTally


def test_a_reason_is_told_once_for_all_that_came_of_it() -> None:
    reasons = Counter({("held", "No contact"): 3, ("skipped", "No contact"): 2, ("skipped", "Too late"): 1})
    step = StepTally("onboarding", "welcome", Counter(sent=5, held=3, skipped=3), reasons)
    console = Console(width=80, record=True, file=StringIO())

    print_summary(console, [step], {"onboarding": Counter({"went to the end": 8})})

    told = [" ".join(line.split()) for line in console.export_text().splitlines()]
    assert told[-2:] == ["welcome 3 held, 2 skipped No contact", "1 skipped Too late"]
