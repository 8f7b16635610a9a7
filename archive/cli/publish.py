"""``press-archive publish``."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import ci, common
from archive.cli.convert import Formats, Moment
from archive.cli.version import program_version
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.publication.publish import Publishing, Told, Wish

_NONE = "none"


class _Renditions(Formats):
    """Words of formats, or ``none``."""

    name = "formats"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        """Return the words."""
        return () if value == _NONE else super().convert(value, param, ctx)


@click.command("publish", short_help="Publish press releases as a site and as open data.")
@common.with_sources
@click.option(
    "-o", "--output", type=click.Path(), required=True, metavar="DIR",
    help="Folder of the site; it takes the place of the one of an earlier run, whole, at the end.",
)  # fmt: skip
@click.option(
    "--base-url", required=True, metavar="URL", help="Address that the folder will be served at."
)
@click.option("--as-of", type=Moment(), help="Embargoes that end by then have ended.")
@click.option(
    "--renditions", type=_Renditions(), metavar="FORMAT[,FORMAT]",
    help="Files beside each page, or none; of: " + ", ".join(WRITERS) + ".",
)  # fmt: skip
@click.option(
    "--search/--no-search", default=None, help="Make the index of the search (if it can be made)."
)
@click.option(
    "--parquet/--no-parquet",
    default=None,
    help="Write tables in Parquet too (if that can be done).",
)
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Turn press releases into a folder that any web server can serve: pages, catalogue, dumps.

    A further run writes what has changed. Releases under embargo, drafts and what is not public are
    held back, restricted contacts left out; each is named. What a collection says of itself
    (publisher, licence, languages ...) stands in the settings, in the table [publication].

    \b
      press-archive publish releases/ -o public/ --base-url https://press.example.gov/
      press-archive serve public/
    """
    from archive.batch.sources import find, refuse_own_files

    start = time.monotonic()
    language = common.language(options["lang"])
    reports = common.report_files(options["reports"])
    own = [path for _, path in reports]
    found = find(
        common.names(paths, options["files_from"]),
        source_format=options["source_format"],
        leave_out=[*own, Path(options["output"])],
    )
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found)
    if is_missing:
        return common.COULD_NOT_RUN
    wish = _wish(found.sources, options, language)
    with _run(options, language) as run:
        run.add_files(reports)
        told = _publish(run, wish, options)
        run.end(time.monotonic() - start)
    _say(told, wish, options, language)
    if run.tally.obstacles:
        return common.COULD_NOT_RUN
    return 1 if run.tally.errors else 0


def _run(options: dict[str, Any], language: str) -> common.Run:
    from archive.reporters import Manner

    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], sys.stdout),
        checkout=ci.checkout(os.environ),
        is_conversion=True,
    )
    return common.Run("text", sys.stdout, manner)


def _wish(sources: list[Any], options: dict[str, Any], language: str) -> Wish:
    from archive.publication.publish import Wish

    file, table = common.publication(click.get_current_context().find_root().params.get("config"))
    return Wish(
        batch=common.batch(sources, options),
        folder=Path(options["output"]),
        base_url=options["base_url"],
        table=table,
        settings=file,
        as_of=options["as_of"],
        renditions=options["renditions"],
        has_search=_has(options["search"], "pagefind", "no_search", language),
        has_parquet=_has(options["parquet"], "pyarrow", "no_parquet", language),
        made=_made(),
    )


def _has(wanted: bool | None, library: str, key: str, language: str) -> bool:  # noqa: FBT001
    """Return whether something is made that takes a library; say so if nobody decided that."""
    if wanted is not None:
        return wanted
    if importlib.util.find_spec(library) is not None:
        return True
    common.say(messages.phrase(key, language))
    return False


def _made() -> str:
    """Return a digest of what the site depends on besides sources and options."""
    from importlib import metadata

    from archive.publication import files

    digest = hashlib.sha256(common.tool().schema_sha256.encode())
    digest.update(program_version().encode())
    for library in ("pagefind", "pyarrow", "zstandard"):
        if importlib.util.find_spec(library) is not None:
            digest.update(f"{library} {metadata.version(library)}\n".encode())
    for file in files():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _publish(run: common.Run, wish: Wish, options: dict[str, Any]) -> Told:
    from archive.cli.progress import Progress
    from archive.publication.publish import Publishing

    publishing: Publishing = Publishing(wish)
    with Progress(wish.batch.sources, options) as progress:
        for outcome in publishing.run():
            run.tell(outcome)
            progress.step(outcome)
    return publishing.told


def _say(told: Told, wish: Wish, options: dict[str, Any], language: str) -> None:
    for notice in told.notices:
        common.say(messages.phrase(notice.key, language, **notice.values))
    if options["quiet"]:
        return
    key = "published" if told.is_changed else "published_before"
    common.say(
        messages.phrase(
            key, language, name=wish.folder.as_posix(), works=told.works, pages=told.pages,
            lists=told.lists, withdrawn=told.withdrawn,
        )
    )  # fmt: skip
