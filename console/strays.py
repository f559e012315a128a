"""Mails that lie where nobody looks for them: told, because no mistake would ever come of it."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from console.program_files import SHIPPED
from emails.finding import Finding
from emails.library import TEMPLATES

ENDINGS = (".md", ".markdown", ".txt")
LOOKED_IN = ("*", "emails/**/*", "journeys/**/*", "templates/**/*")
OURS = ("emails", "templates", "previews", "themes", "journeys", "definitions")  # folders that name no mail
_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?:.*\n)*?subject[ \t]*:")


def strays(folder: Path | None = None) -> Iterator[Finding]:
    """Find the mails of the program in `folder` (none: the one that ships) that are not below emails/templates/."""
    root = folder or SHIPPED
    for path in sorted({path for kind in LOOKED_IN for path in root.glob(kind)}):
        name = path.relative_to(root).as_posix()
        if not name.startswith(TEMPLATES) and _is_mail(path):
            message = f"this mail is never sent, because it does not lie in {TEMPLATES}: move it to {_home(name)}"
            yield Finding(name, 0, "warning", "stray", message)


def _is_mail(path: Path) -> bool:
    hidden = path.name.startswith((".", "_")) or not path.name.lower().endswith(ENDINGS)
    if hidden or path.is_symlink() or not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        return bool(_FRONT.match(file.read(2000)))


def _home(name: str) -> str:
    *folders, file = PurePosixPath(name).with_suffix(".md").parts
    return "/".join([TEMPLATES.rstrip("/"), *(part for part in folders if part not in OURS), file])
