"""What people may do, and which roles may do it: the one table of it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Right(StrEnum):
    """Something that not everybody may do."""

    SEE = "see"
    WORK = "work"
    WRITE = "write"
    SEND = "send"
    PUBLISH = "publish"
    OPERATE = "operate"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What somebody is here for."""

    VIEWER = "viewer"
    CSM = "csm"
    MARKETER = "marketer"
    OPERATOR = "operator"
    ADMIN = "admin"


# Publishing and sending are in no role: they are given to a person, one by one.
RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType({
    Role.VIEWER: frozenset({Right.SEE}),
    Role.CSM: frozenset({Right.SEE, Right.WORK}),
    Role.MARKETER: frozenset({Right.SEE, Right.WRITE}),
    Role.OPERATOR: frozenset({Right.SEE, Right.WORK, Right.WRITE, Right.OPERATE}),
    Role.ADMIN: frozenset({Right.SEE, Right.WORK, Right.WRITE, Right.OPERATE, Right.ADMINISTER}),
})  # fmt: skip

MEANING: Mapping[Right, str] = MappingProxyType({
    Right.SEE: "see accounts, tasks and mails",
    Right.WORK: "work on tasks",
    Right.WRITE: "try mails on real accounts",
    Right.SEND: "send mails",
    Right.PUBLISH: "publish what is sent",
    Right.OPERATE: "pause and resume the machine",
    Right.ADMINISTER: "say who may sign in",
})  # fmt: skip


def rights_of(role: str, *, publish: bool, send: bool) -> frozenset[Right]:
    """Answer everything that a person may do: by their role, and by what was given to them besides."""
    granted = {Right.PUBLISH: publish, Right.SEND: send}
    return RIGHTS[Role(role)] | {right for right, given in granted.items() if given}


def meaning_of(role: Role) -> str:
    """Answer in words what a role may do."""
    return ", ".join(MEANING[right] for right in Right if right in RIGHTS[role])
