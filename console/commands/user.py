"""`tenure user`: who may sign in to the pages, and what each may do there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from console.access.links import first_link, welcome_link
from console.access.profile import address_objection, name_objection
from console.access.rights import Right, Role
from console.access.staff import change_rights, disable, enable
from console.failures import CommandError
from console.installation import open_database
from console.person import whoami
from console.plain import as_json
from models.database import begin
from models.users import NewUser, UserRow, add_user, all_users, is_anybody_there, user_by_email
from workers.clocks import machine_time
from workers.settings import Settings

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address with which they sign in.")]
May = Annotated[list[str] | None, typer.Option(metavar="RIGHT", help="Besides the role: publish, send.")]
MayNot = Annotated[list[str] | None, typer.Option(metavar="RIGHT", help="A right to take away: publish, send.")]
GRANTS = (Right.PUBLISH, Right.SEND)
ONCE = "It works once, within 48 hours; give it to nobody else."


def add(
    email: Email,
    role: Annotated[Role, typer.Option(help="What they are here for.")] = Role.VIEWER,
    name: Annotated[str, typer.Option(help="How others see them; by default what stands before the @.")] = "",
    may: May = None,
) -> None:
    """Let somebody sign in, and print the link by which they choose a password."""
    new = _new_user(email, name or email.partition("@")[0], role, _grants(may))
    settings, now = Settings.read(), machine_time()
    with _installation(settings) as connection:
        user_id = add_user(connection, now, whoami(), new)
        if user_id is None:
            raise CommandError(f"{email} is here already: `tenure user role {email} {role}` gives them another role")
        link = welcome_link(connection, now, settings.public_url, user_id)
    _print_link(settings, f"{email} may sign in as {role}; to choose a password:", link)


def list_(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """List who may sign in, and what each may do."""
    with _installation(Settings.read()) as connection:
        people = [_told(user) for user in all_users(connection)]
    if json:
        typer.echo(as_json(people))
    elif people:
        _print(people)
    else:
        typer.echo("nobody may sign in yet: `tenure user first` prints the link for the first admin")


def role(
    email: Email,
    role: Annotated[Role, typer.Argument(help="What they are here for from now on.")],
    may: May = None,
    may_not: MayNot = None,
) -> None:
    """Give somebody another role, and rights besides it; what is not named stays as it is."""
    given, taken = _grants(may), _grants(may_not)
    with _installation(Settings.read()) as connection:
        user = _the_user(connection, email)
        may_now = (_had(user) | given) - taken
        change_rights(connection, user, role, publish=Right.PUBLISH in may_now, send=Right.SEND in may_now)
    typer.echo(f"{user.email} is {role}{''.join(f', may {right}' for right in GRANTS if right in may_now)}")


def disable_(email: Email) -> None:
    """Let somebody in no more; wherever they are signed in, they are out at once."""
    with _installation(Settings.read()) as connection:
        user = _the_user(connection, email)
        disable(connection, machine_time(), user)
    typer.echo(f"{user.email} is signed out everywhere and cannot sign in; `tenure user enable {email}` undoes it")


def enable_(email: Email) -> None:
    """Let somebody in again whom `tenure user disable` shut out."""
    with _installation(Settings.read()) as connection:
        user = _the_user(connection, email)
        enable(connection, user)
    typer.echo(f"{user.email} may sign in again")


def password(email: Email) -> None:
    """Print a link by which somebody chooses a new password; until then the old one holds."""
    settings = Settings.read()
    with _installation(settings) as connection:
        user = _the_user(connection, email)
        if user.disabled_at is not None:
            raise CommandError(f"{user.email} is disabled: `tenure user enable {email}` first")
        link = welcome_link(connection, machine_time(), settings.public_url, user.id)
    _print_link(settings, f"{user.name} chooses a new password here:", link)


def first() -> None:
    """Print the link by which the first admin comes in; for where the page is reached from other machines."""
    settings = Settings.read()
    with _installation(settings) as connection:
        if is_anybody_there(connection):
            raise CommandError("there is somebody already: `tenure user list` shows who, `tenure user add` adds others")
        link = first_link(connection, machine_time(), settings.public_url)
    _print_link(settings, "The first admin is made here:", link)


@contextmanager
def _installation(settings: Settings) -> Iterator[Connection]:
    """One transaction with the installation's database."""
    engine = open_database(settings)
    try:
        with begin(engine) as connection:
            yield connection
    finally:
        engine.dispose()


def _new_user(email: str, name: str, role: Role, grants: set[Right]) -> NewUser:
    for said in (address_objection(email), name_objection(name)):
        if said:
            raise CommandError(f"{email!r}: {said}")
    return NewUser(email, name, role, may_publish=Right.PUBLISH in grants, may_send=Right.SEND in grants)


def _grants(told: list[str] | None) -> set[Right]:
    wrong = [word for word in told or () if word not in GRANTS]
    if wrong:
        raise CommandError(f"{wrong[0]!r} is no right that is given besides a role: those are publish and send")
    return {Right(word) for word in told or ()}


def _the_user(connection: Connection, email: str) -> UserRow:
    user = user_by_email(connection, email)
    if user is None:
        raise CommandError(f"there is nobody {email!r}: `tenure user list` shows who is")
    return user


def _had(user: UserRow) -> set[Right]:
    return {right for right, given in zip(GRANTS, (user.may_publish, user.may_send), strict=True) if given}


def _told(user: UserRow) -> dict[str, object]:
    may = sorted(_had(user))
    stands = "disabled" if user.disabled_at else "has a password" if user.password_hash else "has chosen no password"
    return {"email": user.email, "name": user.name, "role": user.role, "may": may, "stands": stands}


def _print(people: list[dict[str, object]]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("email", "name", "role", "may", "stands"):
        table.add_column(column, overflow="fold")
    for person in people:
        table.add_row(*(", ".join(said) if isinstance(said, list) else str(said) for said in person.values()))
    Console(highlight=False).print(table, markup=False)


def _print_link(settings: Settings, said: str, link: str) -> None:
    typer.echo(f"{said}\n\n    {link}\n\n{ONCE}")
    if "public_url" not in settings.model_fields_set:
        typer.echo(f"Where the page is at another address than {settings.public_url}, put that in its place.")
