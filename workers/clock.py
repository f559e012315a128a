"""The clock process: it ticks, and every tick hints at what is due."""

import logging
import signal
import threading

from sqlalchemy.exc import DBAPIError

from workers.boot import App, app
from workers.fuse import Pace
from workers.settings import SettingsError
from workers.tick import tick
from workers.watches import Watches

log = logging.getLogger("tenure.clock")


def run(app: App, stop: threading.Event) -> None:
    """Tick until told to stop; a database that is away is waited for, and a tick that fails is not the last."""
    pace, watches = Pace(), Watches()
    while not stop.is_set():
        try:
            judged = tick(app, pace)
            if judged:
                watches.keep(app, judged)
            else:
                watches.only_tell(app)
        except DBAPIError as error:
            log.warning("the database is away, waiting: %s", error.orig)
            stop.wait(min(15.0, app.settings.tick_seconds * 5))
        except SettingsError as error:
            log.warning("waiting: %s", error)
        except Exception:  # nobody but the clock finds what is due: it says what failed, and tries again
            log.exception("this tick failed")
        stop.wait(app.settings.tick_seconds)


def main() -> None:
    """Run until SIGTERM or SIGINT, then stop after the tick in hand."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    logging.basicConfig(level=app().settings.log_level, format="%(levelname)s %(name)s: %(message)s")
    log.info("ticking every %s s", app().settings.tick_seconds)
    run(app(), stop)


if __name__ == "__main__":
    main()
