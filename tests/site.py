"""The pages behind a real server on loopback, and a client that asks them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn
from starlette.types import ASGIApp

from tests.provider import PLAIN


@contextmanager
def served(site: ASGIApp, host: str | None = None) -> Iterator[httpx.Client]:
    """Serve the site; lend a client that follows nothing, calling the server by the name `host` if one is given."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.005)
        headers, address = {"Host": host} if host else {}, f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with httpx.Client(base_url=address, headers=headers, verify=PLAIN, timeout=60) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()
