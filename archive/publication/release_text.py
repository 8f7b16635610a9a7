"""The head of a release page and its text: headlines, issuers, notices, body, bylines, quotes."""

from __future__ import annotations

from archive.body import plain_text
from archive.publication.body_html import of_html, of_text
from archive.publication.markup import language_attributes, link, quoted, safe
from archive.publication.release_view import View, shortened
from archive.publication.tongues import tongue
from archive.release import AlternativeHeadline, Moment, Quote

_LONGEST_QUOTE = 5000
_TRANSLATIONS = frozenset({"translation", "translationOf"})


def head(view: View) -> str:
    """Return what stands above the text."""
    release = view.release
    numbers = "".join(
        [
            f" · <bdi>{view.say('number', number=quoted(one.value))}</bdi>"
            for one in release.identifiers
            if one.scheme == "number"
        ]
    )
    badge = ""
    if release.status == "withdrawn":
        badge = f'<strong class="badge">{view.words["status_withdrawn"]}</strong> '
    return (
        f"<header>\n{_headlines(view, 'kicker')}"
        f'<p class="kind">{badge}{view.words["type_" + release.type]}{numbers}</p>\n'
        f"<h1{view.foreign}>{safe(release.headline)}</h1>\n"
        f'{_headlines(view, "sub")}<p class="issued" data-pagefind-ignore><span class="issuers">'
        f"{view.words['issued_by']} {issuers(view)}</span>"
        f' <span class="date">{issued(view)}</span></p>\n{_translations(view)}</header>\n'
    )


def _headlines(view: View, role: str) -> str:
    if not view.release.alternative_headlines:
        return ""
    return "".join(
        f'<p class="{role}"{_language(view, one)}>{safe(one.text)}</p>\n'
        for one in view.release.alternative_headlines
        if one.role == role
    )


def _language(view: View, headline: AlternativeHeadline) -> str:
    if headline.language is None:
        return view.foreign
    return language_attributes(headline.language, view.language)


def issuers(view: View) -> str:
    """Return the issuers with what they do, the lead one first."""
    parts = []
    for issuer in view.release.issuers:
        role = view.words.get(f"issuer_{issuer.role}")
        name = view.named_with(issuer.ref, ' data-pagefind-filter="organisation"')
        mark = view.mark(issuer.certainty)
        parts.append(f"{name} ({role}){mark}" if role else f"{name}{mark}")
    return ", ".join(parts)


def issued(view: View) -> str:
    """Return the date of the release in words."""
    moment = view.release.dates.issued
    return moment_words(view, moment, ' data-pagefind-meta="date"')


def moment_words(view: View, moment: Moment, attributes: str = "") -> str:
    """Return a date of the text in words, with what is noted of it."""
    date = moment.date_time or moment.edtf or ""
    note = f" <small>({view.text(moment.note)})</small>" if moment.note else ""
    return f"{view.date(date, attributes)}{view.mark(moment.certainty)}{note}"


def _translations(view: View) -> str:
    if not view.around.neighbours:
        return ""
    links = [
        f'<a href="{view.to(one.path)}" hreflang="{quoted(one.language)}"'
        f'{language_attributes(one.language, view.language)} rel="alternate">'
        f"{quoted(one.title or one.target)}</a> ({quoted(tongue(one.language, view.language))})"
        for one in view.around.neighbours
        if one.rel in _TRANSLATIONS and one.path and one.language
    ]
    return (
        f'<p class="also" data-pagefind-ignore>{view.words["also_in"]}: {", ".join(links)}</p>\n'
        if links
        else ""
    )


def notices(view: View) -> str:
    """Return what a reader must know before the text: successor, corrections, politics."""
    said = [
        f'<p class="notice">{view.words["replaced_by"]} '
        f"{neighbour_link(view, one.path, one.target, one.title)}</p>\n"
        for one in view.around.neighbours
        if one.rel == "replacedBy"
    ]
    for one in reversed(view.release.changes):
        if one.kind == "correction":
            told = view.say("correction_edition", version=one.version, date=view.date(one.at))
            note = view.paragraphs(one.note) if one.note else ""
            said.append(f'<div class="notice"><p><strong>{told}</strong></p>{note}</div>\n')
    if view.release.political:
        said.append(f'<p class="notice">{view.words["political"]}</p>\n')
    return "".join(said)


def neighbour_link(view: View, path: str, target: str, title: str, attributes: str = "") -> str:
    """Return the link to a work of the collection, or to a page elsewhere."""
    shown = f"<bdi{attributes}>{safe(title or target)}</bdi>"
    return f'<a href="{view.to(path)}">{shown}</a>' if path else link(target, shown)


def text(view: View) -> bytes:
    """Return summary, dateline, body, byline and source, in UTF-8."""
    release = view.release
    body = release.body
    summary = (
        f'<div class="summary">{view.paragraphs(release.summary)}</div>\n'
        if release.summary
        else ""
    )
    if body.format == "html":
        markup = of_html(body.text, view.words["table"]).encode()
    else:
        markup = of_text(body.text)
    before = f'{summary}<div class="body"{view.foreign}>{_dateline(view)}'
    behind = f"</div>\n{_bylines(view)}{_source(view)}"
    return b"".join((before.encode(), markup, behind.encode()))


def _dateline(view: View) -> str:
    """Return the dateline, unless the text itself begins with it."""
    dateline = view.release.dateline
    if dateline is None:
        return ""
    start = view.release.body.text[: len(dateline.text) + 200]
    if dateline.text in start or quoted(dateline.text) in start:
        return ""
    return f'<p class="dateline">{safe(dateline.text)}</p>'


def _bylines(view: View) -> str:
    if not view.release.byline:
        return ""
    lines = [
        f"{view.words['byline_' + (one.role or 'other')]}: {view.bdi(one.name)}"
        + (f" ({view.text(one.initials)})" if one.initials else "")
        for one in view.release.byline
    ]
    return f'<p class="byline">{" · ".join(lines)}</p>\n'


def _source(view: View) -> str:
    source, republisher = view.release.source, view.release.republisher
    if source is None and republisher is None:
        return ""
    said = []
    if source is not None:
        parts = [view.bdi(source.as_written)] if source.as_written else []
        parts += [view.named(source.ref)] if source.ref else []
        if source.url:
            name = parts.pop(0) if source.as_written else safe(source.url)
            parts.insert(0, link(source.url, name))
        shown = ", ".join(parts)
        said.append(f"{view.words['source_line']}: {shown}{view.mark(source.certainty)}")
    if republisher is not None:
        name = link(republisher.url or "", view.bdi(republisher.name))
        said.append(f"{view.words['republished_by']}: {name}")
    return f'<p class="source">{" · ".join(said)}</p>\n'


def quotes(view: View) -> str:
    """Return what people said, each with the speaker."""
    release = view.release
    if not release.quotes:
        return ""
    plain = plain_text(release.body.format, release.body.text)
    return view.section("quotes", "".join([_quote(view, one, plain) for one in release.quotes]))


def _quote(view: View, quote: Quote, plain: str) -> str:
    words = shortened(plain[quote.span[0] : quote.span[1]], _LONGEST_QUOTE)
    if quote.speaker:
        speaker = view.named(quote.speaker)
    else:
        speaker = view.bdi(quote.speaker_as_written) if quote.speaker_as_written else ""
    told = [f"<cite>{speaker}</cite>{view.mark(quote.certainty)}"] if speaker else []
    if quote.said_on:
        told.append(view.say("said_on", date=view.date(quote.said_on)))
    if quote.kind == "indirect":
        told.append(view.words["quote_indirect"])
    caption = f"<figcaption>{', '.join(told)}</figcaption>" if told else ""
    return (
        f'<figure class="quote {quote.kind}"{view.direction} id="{quoted(quote.id)}"><blockquote>'
        f"{view.paragraphs(words)}</blockquote>{caption}</figure>\n"
    )
