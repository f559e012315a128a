"""The allow-list: the only addresses and domains that mail may go to, where it must not go to everybody."""

import re
from dataclasses import dataclass

DOMAIN = re.compile(r"@[a-z0-9-]+(\.[a-z0-9-]+)+")
ADDRESS = re.compile(r"[^@\s<>\"',;]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class AllowList:
    """Addresses, and domains that begin with @; a domain stands for itself, and for none below it."""

    entries: frozenset[str]

    def allows(self, email: str) -> bool:
        """Answer whether mail may go to this address: letter by letter, but for capitals."""
        address = email.strip().lower()
        return address in self.entries or address[address.rfind("@") :] in self.entries


def read_allow_list(text: str) -> AllowList:
    """Answer the list written so: `@ourcompany.example, ada@x.example`.

    Raises ValueError for an entry that is neither, and if there is none: that would hold everybody, or nobody, back.
    """
    entries = [entry.strip().lower() for entry in text.split(",")]
    for entry in entries:
        if not DOMAIN.fullmatch(entry) and not ADDRESS.fullmatch(entry):
            raise ValueError(_slip(entry))
    return AllowList(frozenset(entries))


def _slip(entry: str) -> str:
    if not entry:
        return "it names nobody, or has a comma too many: write @ourcompany.example,ada@x.example, or unset it"
    hint = f": write @{entry}" if DOMAIN.fullmatch(f"@{entry}") else ": write @ourcompany.example or ada@x.example"
    return f'"{entry}" is neither an address nor a domain that begins with @{hint}'
