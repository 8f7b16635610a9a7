"""How to cite a release: as a line of text, for BibTeX, for RIS and as CSL-JSON."""

from __future__ import annotations

import re
from typing import Any
from unicodedata import normalize

import msgspec

from archive.edtf import is_day
from archive.publication.dates import without_weekday
from archive.publication.words import words
from archive.release import Release

_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip
"""BibTeX counts braces even behind a backslash; so none is left that has no other."""
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})
"""Of the field ``url``, which is taken as it stands, braces apart."""
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
)  # fmt: skip
_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_LONGEST_KEY = 40
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_YEARS = re.compile(r"\d{4}", re.ASCII)
_CSL_TYPES = {"speech": "speech"}


def plain(release: Release, url: str, language: str = "en") -> str:
    """Return the citation as a line of text in the order of the APA, in the words of a frame."""
    authors = _authors(release)
    date = without_weekday(_issued(release), language)
    kind = _kind(release, language)
    stop = "" if authors.endswith(".") else "."
    return f"{authors}{stop} ({date}). {release.headline} [{kind}]. {url}"


def bibtex(release: Release, url: str) -> bytes:
    """Return a BibTeX entry in UTF-8; a vague date stands in ``note``, with no year made up."""
    kind = _kind(release, "en")
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in _issuers(release)),
        "title": f"{{{_latex(release.headline)}}}",
        **_bibtex_date(release),
        "howpublished": _latex(kind),
        "url": url.translate(_IN_ADDRESS),
        "language": release.language,
    }
    lines = "".join(
        f"  {name} = {text if name == 'month' else '{' + text + '}'},\n"
        for name, text in fields.items()
        if text
    )
    return f"@misc{{{_key(release)},\n{lines}}}\n".encode()


def ris(release: Release, url: str) -> bytes:
    """Return a record in the RIS form, in UTF-8; what has several values has several lines."""
    date = _exact(release)
    lines = [("TY", "GEN"), *(("AU", name) for name in _issuers(release))]
    lines.append(("TI", release.headline))
    if date:
        lines += [("PY", date[0]), ("DA", "/".join([*date, "", ""][:3]) + "/")]
    lines += [("M3", _kind(release, "en")), ("M1", _number(release))]
    lines += [("PB", _issuers(release)[0]), ("LA", release.language)]
    lines += [("KW", word) for word in release.keywords]
    lines += [("AB", release.summary or ""), ("UR", url), ("ID", release.id)]
    said = [f"{tag}  - {' '.join(text.split())}" for tag, text in lines if text]
    return ("\r\n".join([*said, "ER  - "]) + "\r\n").encode()


def csl_json(release: Release, url: str) -> bytes:
    """Return a list of one item as citation processors read it (CSL 1.0.2)."""
    item: dict[str, Any] = {
        "id": release.id,
        "type": _CSL_TYPES.get(release.type, "document"),
        "title": release.headline,
        "author": [{"literal": name} for name in _issuers(release)],
        "issued": _csl_date(release),
        "genre": _kind_word(release, "en"),
        "number": _number(release),
        "publisher": _issuers(release)[0],
        "abstract": release.summary or "",
        "keyword": ", ".join(release.keywords),
        "language": release.language,
        "URL": url,
    }
    kept = {name: part for name, part in item.items() if part}
    return msgspec.json.format(msgspec.json.encode([kept]), indent=2) + b"\n"


def _issuers(release: Release) -> list[str]:
    names = {organisation.id: organisation.name for organisation in release.organisations}
    return [names.get(issuer.ref, issuer.ref) for issuer in release.issuers]


def _authors(release: Release) -> str:
    """Return the names of the issuers in a row, the last one behind an ampersand."""
    *others, last = _issuers(release)
    return f"{', '.join(others)}, & {last}" if others else last


def _issued(release: Release) -> str:
    """Return the day of publication, or the vague date; the hour is left out."""
    issued = release.dates.issued
    return (issued.date_time or "")[:10] or issued.edtf or ""


def _exact(release: Release) -> list[str]:
    """Return year, month and day as far as the date says them for certain, else nothing."""
    match = _DATE.fullmatch(_issued(release))
    if not match or match[1] == "0000" or int(match[2] or 0) > 12:
        return []
    return [part for part in match.groups() if part]


def _number(release: Release) -> str:
    return next((one.value for one in release.identifiers if one.scheme == "number"), "")


def _kind_word(release: Release, language: str) -> str:
    return words(language)[f"type_{release.type}"]


def _kind(release: Release, language: str) -> str:
    kind, number = _kind_word(release, language), _number(release)
    return f"{kind}, {words(language)['number'].format(number=number)}" if number else kind


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _key(release: Release) -> str:
    """Return a name for the entry: the issuer, the year and the end of the identifier."""
    parts = (_issuers(release)[0], *_exact(release)[:1], release.id.rstrip("/").rpartition("/")[2])
    words_ = ("-".join(parts)).lower()
    ascii_ = normalize("NFKD", words_[:200]).encode("ascii", "ignore").decode()
    return _NOT_IN_KEY.sub("-", ascii_).strip("-")[-_LONGEST_KEY:].strip("-") or "release"


def _bibtex_date(release: Release) -> dict[str, str]:
    date = _exact(release)
    if not date:
        return {"note": _latex(without_weekday(_issued(release), "en"))}
    month = _MONTHS[int(date[1]) - 1] if len(date) > 1 else ""
    return {"year": date[0], "month": month, "day": str(int(date[2])) if len(date) > 2 else ""}


def _csl_date(release: Release) -> dict[str, Any]:
    if date := _exact(release):
        return {"date-parts": [[int(part) for part in date]]}
    issued = _issued(release)
    ends = issued.split("/")
    if len(ends) == 2 and all(map(is_day, ends)):
        return {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}
    if issued[-1:] == "~" and _YEARS.fullmatch(issued[:-1]):
        return {"date-parts": [[int(issued[:-1])]], "circa": True}
    return {"literal": without_weekday(issued, "en")}
