"""A program whose health score is ten points for every task completed in a week, so that a test can say what it is."""

from tests.first_month import first_month

MODEL = """\
title: Tasks
bands: {healthy: 80, moderate: 50, at_risk: 0}
components:
  tasks:
    title: Tasks
    points: 100
    value: usage.count("task completed", 7 days)
    from: 0
    to: 10
    plan:
      - do: Call them
"""

RESCUE = """\
title: Rescue
kind: risk
starts: {event: health fell}
occurrence: each
leave: account.churned
priority: 70
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - id: call
    day: 0
    handoff: low-adoption
"""


def program() -> dict[str, str]:
    """The program that ships, with that score, and a journey that hands over whoever's health fell."""
    models = {f"journeys/health/{name}.yaml": MODEL for name in ("standard", "enterprise")}
    return {**first_month(), **models, "journeys/definitions/rescue.yaml": RESCUE}
