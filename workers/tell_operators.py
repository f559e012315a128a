"""Telling the program's operators of an alarm: once, whoever tries."""

import logging
from collections.abc import Sequence

from emails.outcomes import Accepted, Unknown
from models.alarms import give_back_to_tell, open_alarms, take_to_tell
from models.database import begin
from workers.boot import App
from workers.operator_mail import operator_mails
from workers.pacing import allows
from workers.patience import patiently

log = logging.getLogger("tenure.alarms")


def tell_operators(app: App, ids: Sequence[int]) -> None:
    """Mail those of these alarms that are open and of which nobody was told.

    It is told once somebody has it or may have it. If nobody has, the clock asks for it again later.
    """
    if app.settings.shadow:  # they stay untold: `tenure status` and the first page show them all the same
        log.warning("alarms %s are told to nobody: this installation is in shadow mode", [*ids])
        return
    for alarm_id in ids:
        _tell(app, alarm_id)


def _tell(app: App, alarm_id: int) -> None:
    with begin(app.engine) as connection:
        edition = app.editions.current(connection)
        alarm = next((alarm for alarm in open_alarms(connection) if alarm.id == alarm_id), None)
        if edition is None or alarm is None:
            return
        mails = operator_mails(app, edition, alarm)
        if not mails or not allows(app, connection, edition, len(mails)):
            return
        if not take_to_tell(connection, app.now(), alarm_id):
            return
    outcomes = [app.mailer.send(mail) for mail in mails]
    if any(isinstance(outcome, Accepted | Unknown) for outcome in outcomes):
        return
    log.error("nobody could be told of alarm %s, trying again later: %s", alarm_id, outcomes[0])
    patiently(lambda: _give_back(app, alarm_id))


def _give_back(app: App, alarm_id: int) -> None:
    with begin(app.engine) as connection:
        give_back_to_tell(connection, alarm_id)
