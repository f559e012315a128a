"""The installation a command works on: its database, made ready to be opened."""

from sqlalchemy import Engine

from models.database import make_engine
from workers.settings import Settings


def open_database(settings: Settings) -> Engine:
    """Answer the engine of the installation's database; the folder of the embedded one is made if need be."""
    settings.home.mkdir(parents=True, exist_ok=True)
    return make_engine(settings.database_url)
