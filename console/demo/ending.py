"""How a play ends: the summary, the audit, three stories, the fingerprint, and where to look next."""

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from console.demo.audit import audit, listed
from console.demo.crowding import Restraint
from console.demo.fingerprint import fingerprint
from console.demo.letters import lay_out
from console.demo.overview import courses, print_overview
from console.demo.report import (
    print_audit,
    print_fingerprint,
    print_soundness,
    print_summary,
    print_where_to_look,
)
from console.demo.script import Script
from console.demo.soundness import look_over
from console.demo.stage import Stage
from console.demo.stories import choose_stories
from console.demo.tally import standings, tally
from console.story import print_story
from emails.standin.ledger import entries
from models.database import look


def print_ending(console: Console, script: Script, stage: Stage, restraint: Restraint, *, steps: bool = False) -> bool:
    """Print everything that is to be said of the play; answer whether all is as it must be.

    The provider's ledger agrees with ours, and has nobody mailed more often than the `restraint` allows; and where the
    provider makes no troubles, nothing is in doubt and nobody stuck.
    `steps`: tell of every step of every journey, too, which is long.
    """
    with look(stage.engine) as connection:
        tallies, stands = (tally(connection), standings(connection)) if steps else ([], {})
        overview = courses(connection)
        stories, mark = choose_stories(connection), fingerprint(connection)
        ledger = [entry["send_key"] or "a mail without a key" for entry in entries(stage.ledger)]
        found = audit(connection, ledger, script.ends, restraint)
        unknown, sound = listed(connection), look_over(connection, script.ends, restraint)
        lay_out(connection, stage.bodies, stage.home / "outbox", [story.account for story in stories])
    for story in stories:
        console.print()
        console.print(Rule(Text(story.title, "bold"), align="left", style="dim"))
        print_story(console, stage.engine, story.account, script.ends)
    print_overview(console, overview)
    print_summary(console, tallies, stands)
    print_audit(console, found, unknown)
    if not script.troubles:
        print_soundness(console, sound)
    print_fingerprint(console, script.name, mark)
    print_where_to_look(console, stage.home, stage.ledger, stories)
    return found.holds and (sound.holds or bool(script.troubles))
