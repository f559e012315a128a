"""What a survey found, as people read it."""

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from console.assembling import counted
from console.audience.outcome import Group, Survey


def print_survey(console: Console, found: Survey) -> None:
    """Print each mail with what would be odd in it, and the sum of it."""
    for mail, people in found.reach.items():
        console.print(Text.assemble((mail, "bold"), f": {counted_people(people)} could get it"), soft_wrap=True)
        for line in (line for group in found.of(mail) for line in _lines(group)):
            console.print(line, soft_wrap=True)
    console.print(Text(_sum(found), style="yellow" if found.odd else "green"))


def _sum(found: Survey) -> str:
    accounts, mails = counted(found.accounts, "account"), counted(sum(found.reach.values()), "mail")
    return f"{accounts} looked at; of {mails} that people there could get, {found.odd or 'none'} would be odd"


def counted_people(number: int) -> str:
    """Answer `1 person`, `9 people`, `nobody`."""
    return {0: "nobody", 1: "1 person"}.get(number, f"{number:,} people")


def as_plain(found: Survey) -> dict[str, object]:
    """Answer the same for a program to read."""
    return {
        "accounts": found.accounts,
        "mails": [
            {
                "mail": mail,
                "people": people,
                "odd": [{"title": group.title, **_plain(group)} for group in found.of(mail)],
            }
            for mail, people in found.reach.items()
        ],
    }


def _plain(group: Group) -> dict[str, object]:
    return {"kind": group.kind, "count": group.count, "cases": group.cases}


def _lines(group: Group) -> Iterator[Text]:
    style = "dim" if group.kind == "held" else "yellow"
    yield Text(f"  {group.count:,} × {group.title}", style)
    for case in group.cases:
        who = f" ({case.contact})" if case.contact else ""
        yield Text(f"      {case.name} [{case.account}]{who}: {case.what}")
    if group.count > len(group.cases):
        yield Text(f"      and {group.count - len(group.cases):,} more", "dim")
