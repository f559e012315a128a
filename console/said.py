"""What people at an account told us themselves: their answers to surveys, their goals, their wish to leave."""

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from console.evidence import in_words, moment
from models.story import AnyRow, Story

FIRST = ("score", "reason", "goals", "goal")  # what an answer is about, said before the rest


def told_us(story: Story, zone: ZoneInfo) -> Iterator[RenderableType]:
    """Answer the part of a story that says what they answered, oldest first; nothing if they never did."""
    if not story.answers:
        return
    people = {contact.id: _name(contact) for contact in story.contacts}
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for one in story.answers:
        who = people.get(one.contact_id, "")
        told = Text(" · ".join(_words(one.properties, zone)) or "without a word")
        table.add_row(moment(one.at, zone), one.name, told.append(f"  {who}" if who else "", "dim"))
    yield Text("\nWhat they told us", "bold")
    yield Padding(table, (0, 0, 0, 2))


def _words(properties: Mapping[str, object], zone: ZoneInfo) -> Iterator[str]:
    for name in sorted(properties, key=lambda name: (name not in FIRST, name)):
        yield f"{name.replace('_', ' ')}: {in_words(name, properties[name], zone)}"


def _name(contact: AnyRow) -> str:
    return " ".join(filter(None, (contact.first_name, contact.last_name))) or contact.email or contact.key
