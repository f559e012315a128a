"""The menu: every command of `tenure`, where it is, and an example of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A command by its name; `function` of the module `place` in console/commands does it."""

    name: str
    place: str
    function: str
    example: str

    @property
    def command(self) -> Callable[..., Any]:
        """Answer what does it."""
        done: Callable[..., Any] = getattr(import_module(f"console.commands.{self.place}"), self.function)
        return done


# In the order in which a newcomer needs them.
MENU: tuple[Entry, ...] = (
    Entry("up", "up", "up", "tenure up --port 8080"),
    Entry("demo", "demo", "demo", "tenure demo --accounts 60"),
    Entry("import", "import_", "import_", "tenure import accounts.csv events.csv --map map.yaml --dry-run"),
    Entry("check", "check", "check", "tenure check ./my-program"),
    Entry("preview", "preview", "preview", "tenure preview onboarding/welcome"),
    Entry(
        "send-test",
        "send_test",
        "send_test",
        "tenure send-test onboarding/welcome --account acme-inc --to dana@example.com",
    ),
    Entry("publish", "publish", "publish", 'tenure publish --program ./my-program --because "shorter welcome"'),
    Entry("releases", "releases", "releases", "tenure releases"),
    Entry("rollback", "rollback", "rollback", 'tenure rollback --because "the link was wrong"'),
    Entry("results", "results", "results", "tenure results onboarding/welcome"),
    Entry("why", "why", "why", "tenure why acme-inc"),
    Entry("health", "health", "health", "tenure health acme-inc"),
    Entry("tasks", "tasks", "tasks", "tenure tasks --owner dana@example.com"),
    Entry("status", "status", "status", "tenure status --json"),
    Entry("feeds", "feeds", "feeds", "tenure feeds --json"),
    Entry("catalog", "catalog", "catalog", "tenure catalog usage support.csat --account acme-inc"),
    Entry("schema", "schema", "schema", "tenure schema --program ./my-program"),
    Entry("pause", "pause", "pause", 'tenure pause onboarding --because "the boards are down"'),
    Entry("resume", "pause", "resume", "tenure resume onboarding"),
    Entry("suppress add", "suppress", "add", 'tenure suppress add @example.com --because "a competitor"'),
    Entry(
        "suppress remove",
        "suppress",
        "remove",
        'tenure suppress remove ada@acme.example --they-asked --because "on the phone"',
    ),
    Entry("suppress list", "suppress", "list_", "tenure suppress list ada@acme.example"),
    Entry("suppress import", "suppress", "import_", "tenure suppress import suppression_bounces.csv --dry-run"),
    Entry("forget", "forget", "forget_", "tenure forget ada@acme.example --dry-run"),
    Entry("user first", "user", "first", "tenure user first"),
    Entry("user add", "user", "add", "tenure user add dana@example.com --role marketer --may publish"),
    Entry("user list", "user", "list_", "tenure user list --json"),
    Entry("user role", "user", "role", "tenure user role dana@example.com operator --may send --may-not publish"),
    Entry("user password", "user", "password", "tenure user password dana@example.com"),
    Entry("user disable", "user", "disable_", "tenure user disable dana@example.com"),
    Entry("user enable", "user", "enable_", "tenure user enable dana@example.com"),
    Entry("migrate", "migrate", "migrate", "DATABASE_URL=postgresql://tenure@localhost/tenure tenure migrate"),
)

# Commands of two words: what the first of them is about, and an example.
GROUPS = {
    "user": (
        "Say who may sign in to the pages, and what each may do there.",
        "tenure user add dana@example.com --role marketer",
    ),
    "suppress": (
        "Say whom nobody writes to: addresses and whole domains, each with its reason.",
        'tenure suppress add @example.com --because "a competitor"',
    ),
}


def asked_for(words: Sequence[str]) -> Sequence[Entry]:
    """Answer the entries that a command line can mean: all of them, if its first word is none of their names.

    What is not asked for is not even imported: half of the time of a short command would go there.
    """
    return [entry for entry in MENU if words and entry.name.split()[0] == words[0]] or MENU
