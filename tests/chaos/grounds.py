"""Where faults are run: an endless supply of migrated, empty databases of either kind."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from models.database import make_engine
from models.migrate import upgrade
from tests.postgres import PostgresServer, postgres_server

Databases = Callable[[str], str]  # the URL of a new one, of that engine


@contextmanager
def grounds() -> Iterator[tuple[Path, Databases]]:
    """Answer a folder, and what makes databases, for as long as the block lasts."""
    with (
        ExitStack() as after,
        tempfile.TemporaryDirectory(prefix="tenure-chaos-", ignore_cleanup_errors=True) as folder,
    ):
        home, made = Path(folder), [0]
        servers: list[PostgresServer] = []
        template = home / "template.db"

        def sqlite() -> str:
            if not template.exists():
                _migrate(f"sqlite:///{template}")
            return f"sqlite:///{shutil.copy(template, home / f'{made[0]}.db')}"

        def postgresql() -> str:
            if not servers:
                servers.append(after.enter_context(postgres_server()))
                _migrate(servers[0].create("chaos_template"))
            return servers[0].create(f"chaos_{made[0]}", "chaos_template")

        def database(engine: str) -> str:
            made[0] += 1
            return {"sqlite": sqlite, "postgresql": postgresql}[engine]()

        yield home, database


def _migrate(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
