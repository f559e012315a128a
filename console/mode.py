"""The mode of this installation in words: what people must not overlook before they believe what they see."""

from workers.settings import Settings

SHADOW = "Shadow: a rehearsal. Everything is decided and written down, and nothing reaches anybody."
ONLY = "Allow-list: mail goes to {} and to nobody else."
FEW = "a few addresses"


def warning(settings: Settings, *, named: bool = True) -> str:
    """Answer what keeps mail back here; nothing for an installation that writes to everybody.

    Strangers are not told the addresses that are `named` on the allow-list.
    """
    if settings.shadow:
        return SHADOW
    if settings.allowed is None:
        return ""
    return ONLY.format(", ".join(sorted(settings.allowed.entries)) if named else FEW)
