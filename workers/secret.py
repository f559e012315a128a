"""The secret that signs the links in our mails."""

import os
import secrets
from pathlib import Path

from workers.settings import Settings


def secret(settings: Settings) -> str:
    """Answer TENURE_SECRET, or the one kept under the home, made on the first call and never changed after."""
    given = settings.given_secret.get_secret_value()
    if given:
        return given
    file = settings.home / "secret"
    if not file.exists():
        settings.home.mkdir(parents=True, exist_ok=True)
        _make(settings.home / f"secret.{os.getpid()}", file)
    return file.read_text()


def _make(draft: Path, file: Path) -> None:
    handle = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.write(handle, secrets.token_hex(32).encode())
    os.close(handle)
    try:
        os.link(draft, file)  # fails if another process was quicker: then its secret is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
