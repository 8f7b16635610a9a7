"""HTTP/1.1, thin: requests become values, answers become bytes."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, ClassVar

from archive.server.answering import answer
from archive.server.exchange import Request, Response, joined

Say = Callable[[str], object]
"""Told a line for each request."""


class Server(ThreadingHTTPServer):
    """A server of a published folder; a thread for each connection."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere two servers could have one port

    def __init__(self, folder: Path, host: str, port: int, say: Say) -> None:
        """Listen; ``port`` 0 is any that is free.

        Raises:
            OSError: nobody can listen there.
        """
        self.folder = folder
        self.say = say
        family, _, _, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        self.address_family = family
        super().__init__((str(address[0]), int(address[1])), _Handler)

    @property
    def url(self) -> str:
        """Return the address that it answers at."""
        host, port = self.server_address[:2]
        name = f"[{host!s}]" if self.address_family == socket.AF_INET6 else str(host)
        return f"http://{name}:{port}/"

    def server_bind(self) -> None:
        """Bind, and ask no name server what this machine is called, as HTTPServer does."""
        TCPServer.server_bind(self)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Say what went wrong with a connection; clients that leave are nobody's fault."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):
            self.say(f"internal error: {type(error).__name__}: {error}")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "press-archive"
    sys_version = ""
    timeout: ClassVar[float] = 60.0
    server: Server

    def _answer(self) -> None:
        """Answer one request; what came with it is not read, so no other can follow."""
        if "content-length" in self.headers or "transfer-encoding" in self.headers:
            self.close_connection = True
        request = Request(
            method=self.command, target=self.path, headers=joined(self.headers.items())
        )
        response = answer(request, self.server.folder)
        self.server.say(f"{self.command} {self.path} {response.status:d}")
        with contextlib.closing(response), contextlib.suppress(ConnectionError, TimeoutError):
            self._send(response)

    do_GET = do_HEAD = _answer  # noqa: N815 (names that the library looks for)
    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = _answer  # noqa: N815

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        self.send_header("Date", self.date_time_string())
        self.send_header("Server", self.version_string())
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        sent = sum(self.wfile.write(piece) for piece in response.pieces())
        if sent < response.size_bytes:
            self.close_connection = True

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say what the library has to say: requests that are none."""
        self.server.say(format % arguments)
