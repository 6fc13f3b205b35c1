"""`rooftop serve`: the inbox as a process, until it is told to stop. Takes no writer lock: runs go on beside it."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable

from ingestion.errors import RooftopError
from ingestion.home import Home
from ingestion.webhooks.hooks import load_hooks

MAX_CONCURRENT = 1_000
STOP_SECONDS = 10


def serve(home: Home, host: str, port: int, say: Callable[[str], None]) -> None:
    """Answer until SIGTERM or SIGINT. port 0: any free one. Raises RooftopError where it cannot begin."""
    import uvicorn

    from ingestion.webhooks.app import make_app

    hooks = load_hooks(home)
    home.prepare()
    listener = _listen(host, port)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(message)s")
    config = uvicorn.Config(
        make_app(home, hooks),
        access_log=False,  # it would write addresses and queries; the application writes a line of its own
        log_level="warning",
        server_header=False,
        limit_concurrency=MAX_CONCURRENT,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_keep_alive=30,
    )
    say(f"Listening on http://{host}:{listener.getsockname()[1]} for {', '.join(sorted(hooks))}.")
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2_048)
    except OSError as e:
        raise RooftopError(f"Cannot listen on {host}, port {port}: {e.strerror or e}.") from None
    listener.set_inheritable(True)
    return listener
