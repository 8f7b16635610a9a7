"""What languages are called, in the languages that a frame can be had in."""

from __future__ import annotations

from archive.publication.words import words


def tongue(tag: str, language: str) -> str:
    """Return what a language is called; one that has no name here is called by its tag.

    >>> tongue("id", "en"), tongue("en-US", "id"), tongue("xx", "id")
    ('Indonesian', 'Inggris (en-US)', 'xx')
    """
    first, _, rest = tag.partition("-")
    name = words(language).get(f"tongue_{first.lower()}")
    if name is None:
        return tag
    return f"{name} ({tag})" if rest else name
