"""The open tasks as people read them: one after the other, and then once what to do in each kind of case."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from console.evidence import in_words, moment, unsaid
from journeys.schedule import zone_of
from models.story import AnyRow

STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "dim"}


def print_tasks(console: Console, tasks: Sequence[AnyRow], now: datetime) -> None:
    """Print the tasks, the playbooks they follow, and how many they are."""
    for task in tasks:
        console.print(_task(task, now))
    for task in _one_of_each_kind(tasks):
        console.print(Rule(Text(f"What to do: {_title(task)}", "bold"), align="left", style="dim"))
        console.print(_playbook(task))
    console.print(f"{len(tasks)} open tasks" if len(tasks) != 1 else "1 open task")


def _task(task: AnyRow, now: datetime) -> RenderableType:
    head = Text.assemble((f"{task.priority:<9}", STYLES.get(task.priority, "")), (task.account_name, "bold"))
    arr = f"ARR {task.arr_cents / 100:,.0f}" if task.arr_cents is not None else None
    facts = " · ".join(filter(None, (task.account, arr, f"for {task.owner or 'the team'}")))
    rehearsed = [Text("Rehearsal: opened in shadow, for nobody to act on", "bold yellow")] if task.rehearsed else []
    lines = [*rehearsed, Text(_title(task)), Text(facts, "dim"), _due(task, now), Text(task.because)]
    zone = zone_of(task.timezone)
    lines += [
        Text(f"{name} = {in_words(name, said, zone)}", "dim") for name, said in unsaid(task.because, task.evidence)
    ]
    if task.draft:
        lines.append(Text(drafted(task), "dim"))
    return Group(head, Padding(Group(*lines), (0, 0, 1, 9)))


def drafted(task: AnyRow) -> str:
    """Answer what was drafted for a task and where it is read, or why nothing was."""
    if not task.draft_subject:
        return f"No draft: {task.draft_because}"
    return f"Draft: “{task.draft_subject}” (tenure tasks --draft {task.id})"


def print_draft(console: Console, draft: AnyRow) -> None:
    """Print what was drafted for a task as it can be copied: subject and text."""
    zone = zone_of(draft.timezone)
    name = " ".join(filter(None, (draft.first_name, draft.last_name, draft.email and f"<{draft.email}>")))
    console.print(Text(draft.title, "bold"))
    drafted_at = f"Drafted {moment(draft.opened_at, zone)} ({zone.key}) from {draft.mail}; nobody was sent it."
    console.print(Text(drafted_at, "dim"))
    if not draft.subject:
        console.print(Text(f"There is none: {draft.because}"))
        return
    console.print(Text(f"To: {name}\nSubject: {draft.subject}\n"))
    console.print(Text(draft.text.rstrip("\n")), soft_wrap=True)


def _due(task: AnyRow, now: datetime) -> Text:
    late = task.due_at < now
    zone = zone_of(task.timezone)
    word, style = ("overdue since", "red") if late else ("due", "dim")
    return Text(f"{word} {moment(task.due_at, zone)} ({zone.key})", style)


def _title(task: AnyRow) -> str:
    """The title without the account's name, which stands beside it."""
    return str(task.title).removesuffix(f": {task.account_name}")


def _one_of_each_kind(tasks: Sequence[AnyRow]) -> Iterator[AnyRow]:
    seen: list[tuple[str, object, object]] = []
    for task in tasks:
        kind = (_title(task), task.steps, task.guidance)
        if kind not in seen and (task.steps or task.guidance):
            seen.append(kind)
            yield task


def _playbook(task: AnyRow) -> RenderableType:
    table = Table.grid(padding=(0, 1))
    for number, step in enumerate(task.steps, 1):
        table.add_row(f"{number}.", step)
    parts: list[RenderableType] = [table]
    for name, said in task.guidance.items():
        parts.append(Text(f"\n{name.replace('_', ' ').capitalize()}", "bold"))
        parts += [Text(line) for line in _lines(said)]
    return Padding(Group(*parts), (0, 0, 1, 0))


def _lines(said: object) -> list[str]:
    return [f"- {one}" for one in said] if isinstance(said, list) else f"{said}".strip().splitlines()
