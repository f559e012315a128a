"""How the columns that many tables share are declared: keys, moments, JSON."""

from typing import Any

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.instant import Instant

# Every constraint has a name, so that a migration can speak of it; set before the first table is declared.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BIG = BigInteger().with_variant(Integer(), "sqlite")
DOCUMENT = JSON().with_variant(JSONB(), "postgresql")


def identity() -> Any:
    """Answer the primary key that the database counts up (64 bits)."""
    return Field(default=None, primary_key=True, sa_type=BIG)


def reference(target: str, *, index: bool = True, nullable: bool = False) -> Any:
    """Answer a foreign key to `table.column`."""
    default = None if nullable else ...
    return Field(default, foreign_key=target, sa_type=BIG, index=index, nullable=nullable)


def moment(*, nullable: bool = False, primary_key: bool = False) -> Any:
    """Answer a column of type Instant."""
    return Field(None if nullable else ..., sa_type=Instant, nullable=nullable, primary_key=primary_key)


def document() -> Any:
    """Answer a JSON object column, empty unless given."""
    return Field(default_factory=dict, sa_type=DOCUMENT, nullable=False)
