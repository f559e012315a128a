"""What is told of a person: name, address, role."""

from console.access.form import Form
from console.access.rights import Role
from journeys.program_mail import ADDRESS
from models.facts import LONGEST_ADDRESS

LONGEST_NAME = 100


def profile_objections(sent: Form) -> dict[str, str]:
    """Answer what is wrong with name and address, by field."""
    found = {"name": name_objection(sent.get("name", "")), "email": address_objection(sent.get("email", ""))}
    return {field: said for field, said in found.items() if said}


def name_objection(name: str) -> str:
    """Answer what is wrong with a name; empty: nothing."""
    if not name.strip():
        return "What is the name?"
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"Take at most {LONGEST_NAME} characters, on one line."
    return ""


def address_objection(address: str) -> str:
    """Answer what is wrong with a mail address; empty: nothing."""
    plain = address.strip()
    if not plain:
        return "Which mail address?"
    if len(plain) > LONGEST_ADDRESS or not plain.isprintable() or not ADDRESS.fullmatch(plain):
        return "This is not a mail address, such as dana@example.com."
    return ""


def role_objection(role: str) -> dict[str, str]:
    """Answer what is wrong with a role, by field; nothing if it is one."""
    return {} if role in set(Role) else {"role": f"Choose one of {', '.join(Role)}."}
