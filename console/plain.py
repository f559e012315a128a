"""Rows as JSON that a program reads: moments in ISO 8601, nothing else changed."""

import json
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from models.story import AnyRow


def as_json(value: object) -> str:
    """Answer `value` (rows, records, lists and mappings of them) as indented JSON."""
    return json.dumps(value, default=_plain, indent=2, ensure_ascii=False)


def rows(found: Iterable[AnyRow]) -> list[dict[str, Any]]:
    """Answer rows as mappings by column."""
    return [dict(row._mapping) for row in found]


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "_mapping"):
        return dict(value._mapping)
    return {field.name: getattr(value, field.name) for field in fields(value)}  # type: ignore[arg-type]
