"""The record behind a release, as its page shows it: facts, downloads, citing, rights, editions."""

from __future__ import annotations

from msgspec import structs

from archive.publication import citations
from archive.publication.markup import language_attributes, link, quoted, safe, size
from archive.publication.release_files import kind_of, rights_line
from archive.publication.release_text import moment_words, neighbour_link
from archive.publication.release_view import View
from archive.publication.site import Download, Edition, Neighbour
from archive.publication.tongues import tongue
from archive.release import Change, Contact, Identifier, Rights, StatusChange, Subject

FORMATS = {
    "newsml-g2": "NewsML-G2", "ninjs": "ninjs", "jsonld": "JSON-LD", "nquads": "N-Quads",
    "ntriples": "N-Triples", "turtle": "Turtle", "trig": "TriG", "rdfxml": "RDF/XML",
    "json": "JSON", "jsonld-page": "JSON-LD (schema.org)",
}  # fmt: skip
"""Formats whose names are the same in all languages."""
CITATION_FILES = {
    "bib": ("BibTeX", "application/x-bibtex"),
    "ris": ("RIS", "application/x-research-info-systems"),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
"""Suffix → name and media type of the files for citing beside a page."""

_PUBLIC_STATES = frozenset({"published", "withdrawn"})
"""What was a draft, and why, is no reader's business."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_EDITION_COLUMNS = ("column_edition", "column_made", "column_change")
_TOPIC = ' data-pagefind-filter="topic"'


def topics(view: View) -> str:
    """Return the topics and keywords, and other names of the text."""
    release = view.release
    content = ""
    if release.subjects:
        chips = "".join([f"<li>{_chip(view, one)}</li>" for one in release.subjects])
        content = f'<ul class="chips">{chips}</ul>\n'
    if release.keywords:
        words = ", ".join(map(view.bdi, release.keywords))
        content += f'<p class="keywords">{view.words["keywords"]}: {words}</p>\n'
    if release.mentions:
        names = ", ".join(view.bdi(one.name) for one in release.mentions)
        content += f'<p class="mentions">{view.words["also_mentioned"]}: {names}</p>\n'
    return view.section("topics", content)


def _chip(view: View, topic: Subject) -> str:
    shown = f"<span{_TOPIC}>{safe(topic.label or topic.code)}</span>"
    return view.linked(f"{topic.scheme}:{topic.code}", shown)


def for_editors(view: View) -> str:
    """Return notes to editors, what issuers say of themselves, and whom to ask."""
    release = view.release
    notes = "".join([view.paragraphs(note.text) for note in release.notes])
    about = "".join(
        [
            (f"<h3>{view.named(one.org)}</h3>" if one.org else "") + view.paragraphs(one.text)
            for one in release.about
        ]
    )
    contacts = "".join(
        [
            f"<li>{_contact(view, one)}</li>\n"
            for one in release.contacts
            if one.visibility == "public"
        ]
    )
    return (
        view.section("notes", notes)
        + view.section("about", about)
        + view.section("contacts", contacts and f'<ul class="plain">{contacts}</ul>\n')
    )


def _contact(view: View, contact: Contact) -> str:
    said = [view.bdi(contact.name)] if contact.name else []
    said += [view.text(contact.role)] if contact.role else []
    said += [view.named(contact.org)] if contact.org else []
    for phone in contact.phones:
        digits = "".join(sign for sign in phone if sign in "+0123456789")
        said.append(
            link(f"tel:{digits}", f'<bdi dir="ltr">{quoted(phone.replace(" ", _NO_BREAK))}</bdi>')
        )
    said += [link(f"mailto:{one}", f"<bdi>{quoted(one)}</bdi>") for one in contact.emails]
    if contact.valid_until:
        said.append(view.say("valid_until", date=view.day(contact.valid_until)))
    return " · ".join(said)


def relations(view: View) -> str:
    """Return the ties to other works and pages."""
    rows = "".join([_relation(view, one) for one in view.around.neighbours])
    return view.section("relations", rows and f'<ul class="plain">{rows}</ul>\n')


def _relation(view: View, other: Neighbour) -> str:
    attributes = told = ""
    if other.language:
        attributes = language_attributes(other.language, view.language)
        told = f" <small>({quoted(tongue(other.language, view.language))})</small>"
    shown = neighbour_link(view, other.path, other.target, other.title, attributes)
    return f"<li>{view.words[f'relation_{other.rel}']}: {shown}{told}</li>\n"


def versions(view: View) -> str:
    """Return the editions and changes, and the steps of publication, where there are several."""
    release = view.release
    editions = view.around.editions or _from_changes(release.changes)
    content = ""
    if len(editions) > 1 or release.changes:
        rows = "".join([_edition(view, one) for one in editions])
        content = view.table("editions_caption", _EDITION_COLUMNS, rows)
    steps = "".join(
        [
            f"<li>{_step(view, one)}</li>\n"
            for one in release.status_history
            if one.status in _PUBLIC_STATES
        ]
    )
    if release.embargo and release.embargo.until:
        until = view.say("embargo_until", date=view.date(release.embargo.until))
        note = f": {view.text(release.embargo.note)}" if release.embargo.note else ""
        steps += f"<li>{until}{note}</li>\n"
    history = steps and f'<ol class="plain">{steps}</ol>\n'
    return view.section("versions", content) + view.section("status", history)


def _from_changes(changes: tuple[Change, ...]) -> tuple[Edition, ...]:
    return tuple(
        Edition(version=one.version, created=one.at, kind=one.kind, note=one.note or "")
        for one in reversed(changes)
    )


def _edition(view: View, edition: Edition) -> str:
    name = str(edition.version)
    if edition.path:
        said = view.say("edition_json", version=edition.version)
        name = f'<a href="{view.beside(edition.path)}" type="application/json">{said}</a>'
    if edition.version == view.release.version:
        name += f" ({view.words['edition_this']})"
    made = view.date(edition.created) if edition.created else "–"
    told = view.words.get(f"change_{edition.kind}", "")
    if edition.note:
        note = view.text(edition.note)
        told = f"{told}: {note}" if told else note
    return f'<tr><th scope="row">{name}</th><td>{made}</td><td>{told}</td></tr>\n'


def _step(view: View, step: StatusChange) -> str:
    told = [view.text(one) for one in (step.reason, step.note) if one]
    if step.replaced_by:
        address = step.replaced_by
        told.append(f"{view.words['relation_replacedBy']} {link(address, quoted(address))}")
    more = f": {' '.join(told)}" if told else ""
    return f"{view.date(step.at)}: {view.words[f'status_{step.status}']}{more}"


def downloads(view: View) -> str:
    """Return links to the same release in other formats, with kind and size."""
    files = "".join([_download(view, one) for one in view.around.downloads])
    return view.section("downloads", files and f'<ul class="plain">{files}</ul>\n')


def _download(view: View, file: Download) -> str:
    kind = kind_of(file.media_type.partition(";")[0])
    name = FORMATS.get(file.format) or view.words[f"format_{file.format}"]
    facts = [kind] if kind and kind.lower() != name.lower() else []
    facts.append(size(file.size, view.words))
    return (
        f'<li><a href="{view.beside(file.path)}" type="{quoted(file.media_type)}" download>{name} '
        f"<small>({', '.join(facts)})</small></a></li>\n"
    )


def cite(view: View) -> str:
    """Return the citation as text, and links to the files that programs read.

    Those lie beside the page where other files of the release do.
    """
    stem = view.around.path.removesuffix("html")
    line = safe(citations.plain(view.release, view.url, view.language))
    if not view.around.downloads:
        return view.section("cite", f'<p class="citation">{line}</p>\n')
    files = "".join(
        f'<li><a href="{view.beside(stem + suffix)}" type="{media_type}" download>{name}</a></li>'
        for suffix, (name, media_type) in CITATION_FILES.items()
    )
    return view.section("cite", f'<p class="citation">{line}</p>\n<ul class="row">{files}</ul>\n')


def rights(view: View) -> str:
    """Return rights and licence; where the release says nothing, the licence of the collection."""
    said = view.release.rights
    if said is None:
        said = Rights(licence=view.site.licence or None)
    elif not said.licence:
        said = structs.replace(said, licence=view.site.licence or None)
    line = rights_line(view, said)
    return view.section("rights", line and f"<p>{line}</p>\n")


def facts(view: View) -> str:
    """Return what the record says of itself, as a list of terms."""
    told = "".join(
        [
            f"<div><dt>{view.words[key]}</dt><dd>{fact}</dd></div>\n"
            for key, fact in [*_of_text(view), *_of_record(view)]
        ]
    )
    return view.section("record", f'<dl class="facts">{told}</dl>\n')


def _of_text(view: View) -> list[tuple[str, str]]:
    release, dates = view.release, view.release.dates
    told = [
        (key, moment_words(view, moment))
        for key, moment in (
            ("fact_created", dates.created),
            ("fact_modified", dates.modified),
            ("fact_scheduled", dates.scheduled_for),
            ("fact_expires", dates.expires),
        )
        if moment
    ]
    told += [
        ("fact_identifier", _identifier(one))
        for one in release.identifiers
        if one.scheme != "number"
    ]
    told.append(("fact_language", quoted(tongue(release.language, view.language))))
    if release.government:
        period = view.period(release.government.from_, release.government.to)
        name = view.named(release.government.ref)
        told.append(("fact_government", f"{name} <small>({period})</small>" if period else name))
    if release.urgency:
        told.append(("fact_urgency", str(release.urgency)))
    if release.digital_source:
        told.append(
            ("fact_digital_source", link(release.digital_source, quoted(release.digital_source)))
        )
    return told


def _identifier(one: Identifier) -> str:
    """Return a further name of the work; an IRI of scheme and value is a link."""
    shown = f"<bdi>{quoted(one.value)}</bdi>"
    if one.scheme.endswith(("/", "=", "#")):
        return link(one.scheme + one.value, shown)
    return f"{quoted(one.scheme)}: {shown}"


def _of_record(view: View) -> list[tuple[str, str]]:
    release = view.release
    made = view.say(
        "fact_edition_made", version=release.version, date=view.date(release.version_created)
    )
    told = [("fact_edition", made), ("fact_id", f"<code>{quoted(release.id)}</code>")]
    told.append(("fact_sha256", f"<code>{view.around.sha256}</code>"))
    source = release.provenance
    if source is None:
        return told
    if source.url:
        told.append(("fact_source", link(source.url, quoted(source.url))))
    if source.archive_url:
        date = (
            f" ({view.say('fact_archived_at', date=view.date(source.captured_at))})"
            if source.captured_at
            else ""
        )
        told.append(("fact_archived", link(source.archive_url, quoted(source.archive_url)) + date))
    elif source.captured_at:
        told.append(("fact_captured", view.date(source.captured_at)))
    if source.method:
        tool = f" ({quoted(source.tool)})" if source.tool else ""
        told.append(("fact_method", f"{view.words[f'method_{source.method}']}{tool}"))
    return told
