"""The page of all journeys: what the definitions say, drawn with Mermaid."""

from dataclasses import replace
from pathlib import Path

import journeys
from journeys.diagram import diagram
from journeys.mermaid import flowchart, journeys_page
from tests.unit.journeys.stage import HEAD, book, journey

STEPS = """\
- {id: paid, day: 0, wait_for: {event: payment succeeded, within: 2 days}, webhook: crm}
- {id: tour, day: 1, in_app: onboarding/tour}
- id: fork
  day: 8
  choose:
    - {when: account.plan == "#1 <b>", handoff: low-adoption}
    - else: {email: onboarding/welcome}
"""
DRAWN = """\
flowchart TD
  start(["Starts<br>when it signed up"])
  start --> s0
  s0[["Day 0: paid<br>unless within 2 days: “payment succeeded” happens<br>other system: crm"]]
  s0 --> s1
  s1("Day 1: tour<br>in the product: onboarding/tour")
  s1 --> s2
  s2{{"Day 8: fork"}}
  s2 -->|"if plan is “#35;1 #lt;b#gt;”"| s2w0[/"task: low-adoption"/]
  s2 -->|"otherwise"| s2w1["mail: onboarding/welcome"]
  s2w0 & s2w1 --> finish([Ends])"""


def test_a_journey_is_a_flowchart_along_its_days() -> None:
    assert flowchart(diagram(journey(STEPS, HEAD), book())) == DRAWN


def test_no_title_and_no_condition_of_a_journey_breaks_the_page() -> None:
    head = HEAD.replace("title: ", "title: |\n  <b>Two\n  lines</b> | ", 1)
    head += """for: account.plan == "`<i>`"\n"""
    steps = "- {id: tour, day: 1, in_app: onboarding/tour}\n"
    page = journeys_page(replace(book(), journeys={"test": journey(steps, head)}))

    assert "\n| [&lt;b>Two lines&lt;/b> \\| " in page
    assert "**&lt;b>Two lines&lt;/b> | " in page
    assert '- **For** plan is “`&lt;i>`” (``account.plan == "`<i>`"``)\n' in page


def test_the_page_of_the_journeys_that_ship_is_what_their_definitions_say() -> None:
    page = (Path(journeys.__file__).parent / "JOURNEYS.md").read_text("utf-8")

    assert page == journeys_page(book()), "write it again: tenure catalog --journeys > journeys/JOURNEYS.md"
