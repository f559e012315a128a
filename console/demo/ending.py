"""How a play ends: the summary, the audit, three stories, the fingerprint, and where to look next."""

from pathlib import Path

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from console.demo.audit import audit, listed
from console.demo.book import Book
from console.demo.fingerprint import fingerprint
from console.demo.report import print_audit, print_disagreement, print_summary, print_where_to_look
from console.demo.stage import Stage
from console.demo.stories import choose_stories
from console.demo.tally import tally
from console.story import print_story
from emails.standin.ledger import entries
from models.database import look


def print_ending(console: Console, book: Book, stage: Stage, home: Path) -> bool:
    """Print everything that is to be said of the play; answer whether the provider's ledger agrees with ours."""
    with look(stage.engine) as connection:
        tallies, stories, mark = tally(connection), choose_stories(connection), fingerprint(connection)
        found = audit(connection, [entry["send_key"] or "a mail without a key" for entry in entries(stage.ledger)])
        unknown = listed(connection)
    for story in stories:
        console.print()
        console.print(Rule(Text(story.title, "bold"), align="left", style="dim"))
        print_story(console, stage.engine, story.account, book.ends)
    print_summary(console, tallies)
    print_audit(console, found, unknown)
    if not found.holds:
        print_disagreement(console, found)
    console.print(Text(f"✓ seed {book.seed} · fingerprint {mark}: the same whenever this book is played", "green"))
    print_where_to_look(console, home, stage.ledger, stories)
    return found.holds
