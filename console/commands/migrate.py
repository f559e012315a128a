"""`tenure migrate`: bring the database to this version of Tenure."""

from rich.console import Console

from console.installation import open_database
from models.migrate import upgrade
from workers.settings import Settings


def migrate() -> None:
    """Bring the database to this version of Tenure; safe to repeat."""
    settings = Settings.read()
    engine = open_database(settings)
    console = Console(highlight=False)
    with console.status("Migrating the database …"):
        applied = upgrade(engine)
    for revision in applied:
        console.print(f"applied  {revision}", markup=False, soft_wrap=True)
    where = engine.url.render_as_string(hide_password=True)
    console.print(f"{where} is up to date" if not applied else f"{where} is migrated", markup=False, soft_wrap=True)
