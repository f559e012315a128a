"""Run the stand-in SendGrid: `python -m emails.standin --ledger FILE`; its URL is the first line it prints."""

import argparse
import asyncio
import ctypes
import os
import signal
import sys
from pathlib import Path

from emails.standin.server import Options, serve

PR_SET_PDEATHSIG = 1


def main() -> int:
    """Serve until SIGTERM or SIGINT; answer the exit code."""
    arguments = _parser().parse_args()
    if arguments.die_with_parent:
        _die_with_parent()
    options = Options(
        ledger=arguments.ledger,
        host=arguments.host,
        port=arguments.port,
        durable=not arguments.no_fsync,
        api_key=arguments.api_key,
        idle=arguments.idle,
        bodies=arguments.bodies,
    )
    try:
        asyncio.run(_serve(options))
    except OSError as problem:
        sys.stderr.write(f"The stand-in cannot start: {problem}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m emails.standin",
        description="A stand-in for SendGrid's v3 mail/send. It delivers nothing.",
        epilog="GET /_ledger: what was accepted. GET /_stats: what happened. GET or PUT /_script: how to answer, "
        'for example [{"answer": "429", "share": 0.1, "times": 2, "reset_after": 5}]. PUT /_events: where to tell what '
        'becomes of mails, {"url": "http://127.0.0.1:8000/webhooks/sendgrid", "copies": 3, "every": 1}; '
        "GET /_events: its public key, and what it was answered; POST /_events/tell: tell all of it now.",
    )
    parser.add_argument("--ledger", type=Path, required=True, help="the file of JSON lines that survives a restart")
    parser.add_argument("--bodies", type=Path, help="a file that gets every accepted mail, whole, as a line of JSON")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes any free port")
    parser.add_argument("--no-fsync", action="store_true", help="for benchmarks: survive a kill, not a power cut")
    parser.add_argument("--api-key", help="refuse every other key with 401; without it any key will do")
    parser.add_argument("--idle", type=float, default=75.0, help="seconds until an idle connection is closed")
    parser.add_argument("--die-with-parent", action="store_true", help="end when the process that started this ends")
    return parser


async def _serve(options: Options) -> None:
    stop = asyncio.Event()
    for kind in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(kind, stop.set)
    await serve(options, _announce, stop)


def _announce(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def _die_with_parent() -> None:
    """Have Linux end this process with the thread that started it; elsewhere nothing happens."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it died before we could ask
            os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
