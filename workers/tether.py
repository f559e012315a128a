"""Ties a process to the one that started it: when that one is gone, killed hard or not, it is gone too.

Run as a script it ties any command: `python workers/tether.py PARENT_PID COMMAND…`. It imports nothing of ours, so
that it costs next to nothing to run.
"""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
POLL_SECONDS = 0.5
ORPHANED = 125  # the exit code of a command whose parent was gone before it could start


def die_with_parent() -> None:
    """In a process that `multiprocessing` started (a Dramatiq worker), die when its main process does.

    Does nothing in any other process.
    """
    parent = multiprocessing.parent_process()
    if parent is None or parent.pid is None:
        return
    if not _ask_kernel():
        threading.Thread(target=_watch, args=(os.getppid(),), daemon=True, name="tether").start()
    # Under a fork server another process started us; that one ends with the main process.
    if multiprocessing.get_start_method() != "forkserver" and os.getppid() != parent.pid:
        os.kill(os.getpid(), signal.SIGKILL)


def _ask_kernel() -> bool:
    """Ask Linux to kill this process when the thread that started it ends; answer whether it will.

    The wish outlives `exec`, but neither a fork nor a change of user.
    """
    if sys.platform != "linux":
        return False
    return bool(ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL) == 0)


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


def run(parent: int, command: list[str]) -> int:
    """Become `command`, tied to `parent`; without the kernel's help stand beside it, and answer its exit code."""
    if not _ask_kernel():
        return _stand_beside(parent, command)
    if os.getppid() == parent:  # otherwise it died before we could ask
        os.execvp(command[0], command)  # noqa: S606  (no shell is what we want)
    return ORPHANED


def _stand_beside(parent: int, command: list[str]) -> int:
    child = subprocess.Popen(command)  # noqa: S603  (the supervisor's own command)
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda number, _frame: child.send_signal(number))
    while child.poll() is None:
        if os.getppid() != parent:
            child.kill()
        time.sleep(POLL_SECONDS)
    return child.returncode


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]), sys.argv[2:]))
