"""Runs the triage page on 127.0.0.1 until the person is done."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from factcheck.review.app import create
from factcheck.review.session import Session


def serve(session: Session, *, port: int = 0, show: bool = True, say: Callable[[str], object] = print) -> None:
    """Serve until the page's end button or Ctrl-C; `say` gets the address. Raises OSError for a port in use."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    with contextlib.closing(listener):
        listener.bind(("127.0.0.1", port))
        token = secrets.token_urlsafe(32)
        own = int(listener.getsockname()[1])
        address = f"http://127.0.0.1:{own}/{token}/"
        server = uvicorn.Server(uvicorn.Config("", log_level="critical", access_log=False, lifespan="off"))

        def stop() -> None:
            server.should_exit = True

        server.config.app = create(session, token, own, stop)
        say(address)
        if show:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        with contextlib.suppress(KeyboardInterrupt):  # the usual way to end it
            server.run(sockets=[listener])
