"""``press-archive serve``."""

from __future__ import annotations

import ipaddress
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.cli import common
from archive.errors import PhrasedError
from archive.messages import phrase, shown

if TYPE_CHECKING:
    from archive.server.exchange import Response


class CannotServe(PhrasedError):  # noqa: N818 (says what is wrong)
    """There is nothing to serve, or nowhere to listen."""


@click.command("serve", short_help="Show a published folder to this machine.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Port to listen at; 0: any that is free.",
)  # fmt: skip
@click.option("--get", "target", metavar="PATH", help="Print one answer and end; no port is used.")
@click.option(
    "-H", "--header", "headers", multiple=True, metavar="'NAME: VALUE'",
    help="With --get: a header of the request; repeatable.",
)  # fmt: skip
@click.argument("folder", type=click.Path())
@common.with_common
def command(folder: str, **options: Any) -> int:
    """Serve FOLDER, which publish has written, to a browser on this machine.

    Forms of a release are chosen by suffix or by the header Accept. Ctrl-C ends it (exit status
    130). With --get, status and headers go to standard error and the body to standard output; the
    exit status is 1 if there is no such thing.

    \b
      press-archive serve public
      press-archive serve public --get r/ah/x7k2m9-ahuhbdsc3j -H 'Accept: text/turtle'
    """
    from archive.publication.standing import MARK

    site = Path(folder)
    if not (site / MARK).is_file():
        key = "serve_no_site" if site.is_dir() else "serve_no_folder"
        raise CannotServe(key, name=folder, mark=MARK)
    if options["target"] is not None:
        return _get(site, options["target"], options["headers"])
    if options["headers"]:
        raise click.UsageError("--header goes with --get")
    return _serve(site, options)


def _get(site: Path, target: str, lines: tuple[str, ...]) -> int:
    """Print one answer."""
    from archive.server.answering import answer
    from archive.server.exchange import Request, joined

    headers = [_header(line) for line in lines]
    request = Request(method="GET", target=f"/{target.removeprefix('/')}", headers=joined(headers))
    response = answer(request, site)
    try:
        _print(response)
    finally:
        response.close()
    return 0 if response.status < 400 else 1


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise click.UsageError(f"--header {line!r}: write 'NAME: VALUE'")
    return name.strip(), value.strip()


def _print(response: Response) -> None:
    common.say(f"HTTP/1.1 {response.status:d}")
    for name, value in response.headers:
        common.say(f"{name}: {shown(value, 4000)}")
    for piece in response.pieces():
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _serve(site: Path, options: dict[str, Any]) -> int:
    """Answer until interrupted."""
    from archive.server.listening import Server

    lang = common.language(options["lang"])
    say = _silent if options["quiet"] else _said
    try:
        server = Server(site, options["host"], options["port"], say)
    except OSError as error:
        raise CannotServe(
            "serve_cannot_listen", host=options["host"], port=options["port"],
            reason=error.strerror or error,
        ) from error  # fmt: skip
    with server:
        if not _is_loopback(options["host"]):
            common.say(phrase("serve_open", lang, host=options["host"]))
        common.say(phrase("serving", lang, name=site, url=server.url))
        server.serve_forever()
    return 0


def _said(line: str) -> None:
    common.say(shown(line, 400))


def _silent(line: str) -> None:
    pass


def _is_loopback(host: str) -> bool:
    """Return whether only this machine gets through to an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
