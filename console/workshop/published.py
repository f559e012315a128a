"""What is published of the program, and how what lies in the folder differs from it."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from models.archive import files_of, newest_release
from models.database import look
from workers.boot import App
from workers.editions import Edition

THEMES = "emails/themes/"
TEMPLATES = "emails/templates/"


@dataclass(frozen=True, slots=True)
class InForce:
    """The release in force (none: nothing was ever published), its files by path, and how they read."""

    release: Row[Any] | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    edition: Edition | None = None

    def differs(self, path: str, files: Mapping[str, str]) -> bool:
        """Answer whether a file says something else than the published one."""
        return self.files.get(path) != files.get(path)

    def theme(self, files: Mapping[str, str]) -> tuple[str, ...]:
        """Answer the files of the theme that say something else; nothing if nothing is published."""
        paths = {path for path in {*self.files, *files} if path.startswith(THEMES)} if self.release else set()
        return tuple(sorted(path for path in paths if self.differs(path, files)))

    def withdrawn(self, files: Mapping[str, str]) -> tuple[str, ...]:
        """Answer the mails that are published and lie in the folder no more."""
        gone = (path for path in self.files if path.startswith(TEMPLATES) and path not in files)
        return tuple(sorted(path.removeprefix(TEMPLATES).removesuffix(".md") for path in gone))


class Published:
    """Reads what is in force, once per release. Safe to share by threads."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._known = InForce()

    def look(self) -> InForce:
        """Answer what is in force now."""
        with self._lock, look(self._app.engine) as connection:
            release = newest_release(connection)
            known = self._known.release
            if release is not None and (known is None or known.number != release.number):
                edition = self._app.editions.current(connection)
                self._known = InForce(release, files_of(connection, release.number), edition)
            return self._known
