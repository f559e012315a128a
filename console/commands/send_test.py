"""`tenure send-test`: a mail to oneself, marked as a test, before any customer gets it."""

from typing import Annotated

import typer
from sqlalchemy import Engine

from console.access.rights import Right, rights_of
from console.failures import CommandError
from console.person import whoami
from console.workshop.bench import Bench, Sight
from console.workshop.choice import Choice
from console.workshop.published import Published
from console.workshop.sheet import spread
from console.workshop.tryout import Order, send_tryout
from emails.naming import Name, read_name
from emails.page import suggest
from models.database import look
from models.users import user_by_email
from workers.boot import assemble
from workers.clocks import machine_time
from workers.settings import Settings


def send_test(
    mail: Annotated[str, typer.Argument(help="Its name, such as onboarding/welcome, or onboarding/welcome.de.")],
    to: Annotated[str, typer.Option(metavar="EMAIL", help="Whom of us to send it to: somebody who may sign in.")],
    preview: Annotated[str, typer.Option(metavar="NAME", help="As which made-up person; none: the first.")] = "",
    account: Annotated[str, typer.Option(metavar="KEY", help="As which real account would get it now.")] = "",
) -> None:
    """Send a mail to one of us, marked as a test, as a made-up person or a real account would get it.

    It leaves as mails do, is counted nowhere, and never goes to the address of a customer.
    """
    settings = Settings.read()
    app = assemble(settings)
    email = _one_of_us(app.engine, to)
    sight = Bench(settings.program).look(app.now().date())
    name = _name(sight, mail)
    choice = Choice(name.mail, preview, account, locale=name.locale, variant=name.variant)
    sheet = spread(app, sight, Published(app).look(), choice)
    if preview and sheet.preview != preview:
        people = ", ".join(sight.people(str(name)))
        raise CommandError(f"nobody called {preview!r} is made up for {mail}: there are {people}")
    order = Order(sheet, sight.source(str(name)), email, f"{whoami()} at the terminal")
    said = send_tryout(app, order, machine_time())
    if said.kind == "error":
        raise CommandError(f"{said.title.lower().rstrip('.:')}: {said.words}")
    typer.echo(f"{said.title} {said.words}")


def _one_of_us(engine: Engine, email: str) -> str:
    """Answer the address of somebody who may sign in and send."""
    with look(engine) as connection:
        user = user_by_email(connection, email)
    if user is None or user.disabled_at is not None:
        raise CommandError(f"{email} is nobody who may sign in, and a test goes to us alone: see `tenure user list`")
    if Right.SEND not in rights_of(user.role, publish=user.may_publish, send=user.may_send):
        raise CommandError(f"{email} may not send: `tenure user role {email} {user.role} --may send` lets them")
    return str(user.email)


def _name(sight: Sight, said: str) -> Name:
    """Answer which mail, and which edition of it, is meant."""
    try:
        name = read_name(f"{said}.md")
    except ValueError as mistake:
        raise CommandError(f"there is no mail {said!r}: {mistake}") from None
    if not sight.source(said):
        raise CommandError(f"there is no mail {said!r}{suggest(said, sight.worked)}")
    return name
