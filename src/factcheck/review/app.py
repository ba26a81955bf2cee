"""The local triage page: starlette on 127.0.0.1, nothing from outside, one decision a request.

The address holds a secret token; every request must carry it, name this very host, and, where it
changes something, come from this page (Origin). So neither another site open in the same browser
nor a name that was re-pointed to 127.0.0.1 can read or write anything.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Awaitable, Callable
from datetime import date
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from factcheck.model import FactcheckError
from factcheck.report.english import translated
from factcheck.review.session import Session, reasons, terms

BODY_BYTES = 64 * 1024
FILES = {"": ("review.html", "text/html"), "review.css": ("review.css", "text/css")}
FILES |= {"review.js": ("review.js", "text/javascript")}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through only requests with the token, for this host, and, for a change, from this page."""

    def __init__(self, app: ASGIApp, token: str, port: int):
        self.app = app
        self.prefix = f"/{token}/".encode()
        self.hosts = frozenset((f"127.0.0.1:{port}".encode(), f"localhost:{port}".encode()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403; every answer carries the headers."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        refusal = self.refusal(scope) if scope["type"] == "http" else "not http"
        app = PlainTextResponse(refusal, status_code=403) if refusal else self.app
        await app(scope, receive, guarded)

    def refusal(self, scope: Scope) -> str:
        """Why a request is refused, or ""."""
        sent: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            sent.setdefault(name.lower(), []).append(value)
        host = sent.get(b"host", [])
        if len(host) != 1 or host[0].lower() not in self.hosts:
            return "wrong host"
        path = scope["path"].encode("utf-8", "replace")
        if not secrets.compare_digest(path[: len(self.prefix)], self.prefix):
            return "wrong token: use the address that factcheck review printed"
        if scope["method"] not in {"GET", "HEAD"} and sent.get(b"origin", []) != [b"http://" + host[0].lower()]:
            return "wrong origin"
        return ""


Endpoint = Callable[[Request], Awaitable[Response]]


def create(session: Session, token: str, port: int, stop: Callable[[], None] = lambda: None) -> ASGIApp:
    """The application; `stop` is called when the person says that the work is done."""

    async def data(_: Request) -> Response:
        today = session.today()
        fixed = {"lang": session.lang, "file": session.file.name, "reasons": reasons(), "terms": terms(today)}
        return _json({**fixed, "today": today.isoformat(), "cards": session.rows(), **session.states()})

    async def card(request: Request) -> Response:
        return _json(session.card(request.query_params.get("id", "")))

    async def decide(request: Request) -> Response:
        sent = await _body(request)
        expires = _word(sent, "expires", "")
        made = session.decide(
            _word(sent, "finding"),
            _word(sent, "state"),
            _word(sent, "reason"),
            note=_word(sent, "note", ""),
            claim=_word(sent, "claim", "") or None,
            expires=date.fromisoformat(expires) if expires else None,
        )
        return _json({"finding": made.finding, **session.states()})

    async def undo(request: Request) -> Response:
        await _body(request)
        return _json({"finding": session.undo(), **session.states()})

    async def done(request: Request) -> Response:
        await _body(request)
        stop()
        return _json(session.states())

    actions: dict[str, Endpoint] = {"decide": decide, "undo": undo, "done": done}
    routes = [Route(f"/{token}/{name}", _file(*what)) for name, what in FILES.items()]
    routes += [Route(f"/{token}/data", data), Route(f"/{token}/card", card)]
    routes += [Route(f"/{token}/{name}", action, methods=["POST"]) for name, action in actions.items()]

    async def refused(_: Request, error: Exception) -> Response:
        said = str(error)
        return _json({"error": translated(said) if session.lang == "en" else said}, 400)

    handlers: Any = {FactcheckError: refused, ValueError: refused}
    return Guard(Starlette(routes=routes, exception_handlers=handlers), token, port)


def _file(name: str, media: str) -> Endpoint:
    async def send(_: Request) -> Response:
        return Response(asset(name), media_type=media)

    return send


def asset(name: str) -> str:
    """A file of the page."""
    return files("factcheck.review").joinpath("static", name).read_text(encoding="utf-8")


async def _body(request: Request) -> dict[str, Any]:
    """The JSON object that was sent; only as JSON, so that no form of another site can send it."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ValueError("content-type must be application/json")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > BODY_BYTES:
            raise ValueError("too long")
    sent = json.loads(received.decode("utf-8"))
    if not isinstance(sent, dict):
        raise ValueError("an object is expected")
    return sent


def _word(sent: dict[str, Any], key: str, default: str | None = None) -> str:
    value = sent.get(key, default)
    if not isinstance(value, str):
        raise ValueError(f"{key} must be a string")
    return value


def _json(value: object, status: int = 200) -> Response:
    """ASCII JSON, so that lone surrogates of a document do no harm."""
    return Response(json.dumps(value), status_code=status, media_type="application/json")
