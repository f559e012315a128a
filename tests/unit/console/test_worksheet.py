"""The open tasks as people read them."""

from datetime import datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import Any

from rich.console import Console

from console.worksheet import print_tasks


def task(now: datetime, **values: object) -> Any:
    told = {
        "priority": "high", "title": "Rescue it: Acme", "account": "acme", "account_name": "Acme", "arr_cents": 120000,
        "owner": None, "timezone": "America/Chicago", "due_at": now + timedelta(hours=1),
        "because": "usage.feature_adoption is 0%", "evidence": {"usage.feature_adoption": 0.0},
        "steps": ["Call them"], "guidance": {"review": ["The story"], "follow_up": "In a week."},
        "id": 12, "draft": None, "draft_subject": None, "draft_because": None,
        "rehearsed": False,
    }  # fmt: skip
    return SimpleNamespace(**told | values)


def printed(now: datetime, *tasks: Any) -> str:
    console = Console(width=80, record=True, file=StringIO())
    print_tasks(console, tasks, now)
    return console.export_text()


def test_a_task_is_told_with_its_account_and_when_it_is_due_there(now: datetime) -> None:
    text = printed(now, task(now))

    assert "acme · ARR 1,200 · for the team" in text
    assert "due Mon 2 Mar 2026 05:00 (America/Chicago)" in text


def test_a_task_that_is_late_says_so(now: datetime) -> None:
    assert "overdue since" in printed(now, task(now, due_at=now - timedelta(hours=1)))


def test_what_to_do_is_told_once_for_all_tasks_of_a_kind(now: datetime) -> None:
    text = printed(now, task(now), task(now, title="Rescue it: Beta", account_name="Beta"))

    assert text.count("What to do: Rescue it") == 1
    assert text.count("Call them") == text.count("- The story") == text.count("In a week.") == 1
    assert "2 open tasks" in text


def test_a_task_says_where_its_draft_is_read_or_why_there_is_none(now: datetime) -> None:
    drafted = task(now, draft="qbr/quarterly-review", draft_subject="Your quarter")
    without = task(now, draft="qbr/quarterly-review", draft_subject="", draft_because="nobody is known")

    assert "Draft: “Your quarter” (tenure tasks --draft 12)" in printed(now, drafted)
    assert "No draft: nobody is known" in printed(now, without)
    assert "raft" not in printed(now, task(now))


def test_a_task_of_a_rehearsal_says_that_nobody_is_to_act_on_it(now: datetime) -> None:
    assert "Rehearsal: opened in shadow, for nobody to act on" in printed(now, task(now, rehearsed=True))
    assert "Rehearsal" not in printed(now, task(now))
