"""How much is measured: enough to mean something within twelve minutes, or just enough to see that it runs."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Sizes of the measurements; the fields end in what they count."""

    runs: int = 3
    accounts: int = 100_000  # the book, of which each run of (a) takes a fresh slice
    slice_accounts: int = 30_000
    whole_accounts: int = 6_000  # the book of (a) in all journeys that ship, of which each run takes its share
    mails: int = 6_000
    peer_mails: int = 1_500
    peer_workflows: int = 1_500
    due_accounts: int = 1_000
    small_enrollments: int = 10_000
    large_enrollments: int = 1_000_000
    ticks: int = 7
    events: int = 60_000
    behaviors: int = 10_000
    history_days: int = 60
    reactions: int = 200
    processes: int = 2
    threads: int = 8


QUICK = Plan(
    runs=1, accounts=2_000, slice_accounts=1_000, whole_accounts=600, mails=200, peer_mails=100, peer_workflows=100,
    due_accounts=200, small_enrollments=1_000, large_enrollments=5_000, ticks=2, events=3_000, behaviors=500,
    history_days=10, reactions=10,
)  # fmt: skip


def chosen_plan() -> Plan:
    """Answer the small plan if QUICK is set, otherwise the whole one."""
    return QUICK if os.environ.get("QUICK") else Plan()
