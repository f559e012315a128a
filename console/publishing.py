"""Putting files in force: a release with a new version of every file that changed, all in one transaction."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from console.failures import CommandError
from models.agenda import stir_everybody
from models.archive import await_turn, newest_release
from models.tables import PUBLICATION, RELEASE

P = PUBLICATION.c


@dataclass(frozen=True, slots=True)
class Version:
    """The newest version of a file; without a digest the file was withdrawn."""

    number: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What publishing does to each file, by path."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Answer whether anything changes at all."""
        return bool(self.added or self.changed or self.withdrawn)


def newest_versions(connection: Connection) -> Mapping[str, Version]:
    """Answer the newest version of every file that was ever published, by path."""
    newest = select(P.path, func.max(P.number).label("number")).group_by(P.path).subquery()
    chosen = (P.path == newest.c.path) & (P.number == newest.c.number)
    rows = connection.execute(select(P.path, P.number, P.digest, P.content).join(newest, chosen)).all()
    return {path: Version(number, None if content is None else digest) for path, number, digest, content in rows}


@dataclass(frozen=True, slots=True)
class Act:
    """Who publishes, and why; `restores` names the release whose files are put in force again.

    `after` is the release in force when its effect was looked at (0: none was); None: nobody looked.
    """

    by: str
    because: str = ""
    restores: int | None = None
    after: int | None = None


def compare(versions: Mapping[str, Version], files: Mapping[str, str]) -> Changes:
    """Answer what publishing `files` would change."""
    alive = {path: version.digest for path, version in versions.items() if version.digest is not None}
    same = {path for path, text in files.items() if alive.get(path) == digest_of(text)}
    return Changes(
        added=tuple(sorted(files.keys() - alive.keys())),
        changed=tuple(sorted((files.keys() & alive.keys()) - same)),
        withdrawn=tuple(sorted(alive.keys() - files.keys())),
        unchanged=tuple(sorted(same)),
    )


def publish_files(connection: Connection, now: datetime, files: Mapping[str, str], by: str) -> Changes:
    """Put `files` in force, and withdraw every published file that is not among them; answer what changed."""
    return release(connection, now, files, Act(by))


def release(connection: Connection, now: datetime, files: Mapping[str, str], act: Act) -> Changes:
    """Put `files` in force as a new release, unless they say what is in force already; answer what changed.

    Raises CommandError if somebody else has published since this act's effect was looked at.
    """
    await_turn(connection)
    number = _next(connection, act)
    versions = newest_versions(connection)
    changes = compare(versions, files)
    paths = changes.added + changes.changed + changes.withdrawn
    if paths:
        told = {"published_by": act.by, "because": act.because, "restores": act.restores}
        connection.execute(insert(RELEASE).values(number=number, published_at=now, **told))
        rows = [_row(path, versions.get(path), files.get(path)) | {"release": number} for path in paths]
        connection.execute(insert(PUBLICATION), rows)
        stir_everybody(connection, now)  # or those who sleep would never hear of a new journey
    return changes


def _next(connection: Connection, act: Act) -> int:
    newest = newest_release(connection)
    number = newest.number if newest else 0
    if act.after is not None and number != act.after:
        who = newest.published_by if newest else "somebody"
        raise CommandError(f"{who} has published release {number} meanwhile: look at the effect anew, then decide")
    return number + 1


def digest_of(text: str) -> str:
    """Answer the fingerprint of a file's text (SHA-256, hexadecimal)."""
    return hashlib.sha256(text.encode()).hexdigest()


def _row(path: str, last: Version | None, text: str | None) -> dict[str, object]:
    number = last.number + 1 if last else 1
    return {"path": path, "number": number, "digest": digest_of(text or ""), "content": text}
