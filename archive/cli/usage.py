"""What is wrong with a command line, in the language of messages."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from itertools import pairwise

import click

from archive import messages


def told(error: click.ClickException, words: Sequence[str]) -> list[str]:
    """Return the lines that say what is wrong; names in them may hold anything."""
    written = io.StringIO()
    error.show(written)
    text = written.getvalue()
    if isinstance(error, click.NoSuchOption | click.exceptions.NoSuchCommand):
        text = text.replace(error.format_message(), _unknown(error, _language(words)))
    return [messages.shown(line, 1000) for line in text.splitlines()]


def _unknown(error: click.NoSuchOption | click.exceptions.NoSuchCommand, language: str) -> str:
    """Return what does not exist, and what may have been meant."""
    if isinstance(error, click.NoSuchOption):
        said = messages.phrase("no_such_option", language, name=error.option_name)
    else:
        said = messages.phrase("no_such_verb", language, name=error.command_name)
    meant = [f"'{one}'" for one in error.possibilities or ()]
    if not meant:
        return said
    return f"{said} {messages.phrase('did_you_mean', language, names=' / '.join(meant))}"


def _language(words: Sequence[str]) -> str:
    """Return the language that the words of a command line ask for, else that of the environment.

    >>> _language(["validate", "--lang", "id", "--fail-no"]), _language(["validate", "--lang=en"])
    ('id', 'en')
    """
    for word, after in pairwise([*words, ""]):
        name, _, value = word.partition("=")
        if name == "--lang" and (value or after) in messages.LANGUAGES:
            return value or after
    asked = os.environ.get("PRESS_ARCHIVE_LANG", "")
    return asked if asked in messages.LANGUAGES else messages.preferred(os.environ)
