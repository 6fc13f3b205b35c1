"""The server on a loopback port, in a thread of this process (tests) or as a process of its own (__main__)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from ingestion.sandbox.server.app import Sandbox, make_app


def _server(sandbox: Sandbox) -> uvicorn.Server:
    config = uvicorn.Config(
        make_app(sandbox), log_level="critical", access_log=False, server_header=False, date_header=False, lifespan="off"
    )
    return uvicorn.Server(config)


@contextmanager
def running(sandbox: Sandbox) -> Iterator[str]:
    """Its address, for as long as the block lasts."""
    server = _server(sandbox)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()


def run(sandbox: Sandbox, port: int) -> None:
    """Serve until told to stop."""
    listener = socket.create_server(("127.0.0.1", port))
    print(f"Listening on http://127.0.0.1:{listener.getsockname()[1]}/<system> for {', '.join(sandbox.book.systems())}.", flush=True)
    _server(sandbox).run(sockets=[listener])
