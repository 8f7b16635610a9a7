"""What stands at the head of the page of a person, an organisation, a place, an event, a topic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from archive.publication import addresses
from archive.publication.cards import Facet
from archive.publication.dates import in_words
from archive.publication.markup import link, number
from archive.publication.portraits import Part, Portrait, Post, Told, posts, programme
from archive.publication.ties import named_by
from archive.publication.words import words

_UP = "../"
"""From the page of a thing to those of things of another kind, in the same language."""
_POST_RELATIONS = ("former", "member", "affiliated")


class ValueHeads:
    """Writes what all works say of a thing, in one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._words = words(language)

    def head(self, one: Portrait) -> str:
        """Return the head of a page, between its heading and its list."""
        told = one.told()
        rows = "".join(
            [f"<div><dt>{name}</dt>{said}</div>\n" for name, said in self._rows(one, told)]
        )
        facts = f'<dl class="facts">\n{rows}</dl>\n' if rows else ""
        note = ""
        if one.is_by_name:
            note = f'<p class="note">{self._words[f"value_by_name_{one.facet}"]}</p>\n'
        more = ""
        if one.left_out:
            count = number(one.left_out, self._words)
            more = f'<p class="note">{self._words["value_more"].format(count=count)}</p>\n'
        return f"{note}{facts}{self._posts(one)}{self._programme(told['session'])}{more}"

    def _rows(self, one: Portrait, told: Told) -> Iterator[tuple[str, str]]:
        """Yield name and content of each row that has any."""
        said = self._words
        yield from self._counts(one)
        for word, kinds in (("type", "org"), ("kind", "place")):
            values = [said[f"value_{kinds}_{value}"] for value in told[word]]
            yield from self._row("value_type", values)
        yield from self._times(told)
        for word, facet in _REFERENCES:
            values = [self._thing(facet, value) for value in told[word]]
            yield from self._row(f"value_{word}", values)
        _, office = named_by(one.key)
        if office:
            label = office.partition("\n")[0]
            yield from self._row("value_named_by", [self._thing("org", f"{label}\t{office}")])
        names = [name for name in one.labels if name != one.label]
        also = dict.fromkeys([*names, *told["also"]])
        yield from self._row("value_also", [f"<bdi>{escape(name)}</bdi>" for name in also])
        yield from self._row("value_codes", [self._code(value) for value in told["code"]])
        positions = [escape(value.replace("\t", ", ")) for value in told["position"]]
        yield from self._row("value_position", positions)
        if one.facet == "topic" and not one.is_by_name:
            yield from self._row("value_identifier", [_address(one.key)])
        yield from self._row("value_same_as", [_address(iri) for iri in told["sameAs"]])

    def _row(self, name: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
        if values:
            yield self._words[name], "".join([f"<dd>{value}</dd>" for value in values])

    def _counts(self, one: Portrait) -> Iterator[tuple[str, str]]:
        form = {"person": "value_quoted", "org": "value_issued"}.get(one.facet)
        if form and one.leading:
            counts = (number(count, self._words) for count in (one.leading, one.works))
            count, works = counts
            yield (
                self._words["value_count"],
                f"<dd>{self._words[form].format(count=count, works=works)}</dd>",
            )

    def _times(self, told: Told) -> Iterator[tuple[str, str]]:
        """Yield when an event was, or since and until when an organisation is."""
        pairs = (("start", "end"), ("from", "to"))
        for first, last in pairs:
            starts, ends = told[first], told[last]
            if first == "start" and len(starts) == len(ends) == 1 and _is_whole(*starts, *ends):
                span = starts[0] if starts == ends else f"{starts[0]}/{ends[0]}"
                yield from self._row("value_when", [self._date(span)])
                continue
            yield from self._row(f"value_{first}", [self._date(date) for date in starts])
            yield from self._row(f"value_{last}", [self._date(date) for date in ends])

    def _date(self, date: str) -> str:
        return escape(in_words(date, self._language))

    def _thing(self, facet: Facet, told: str) -> str:
        """Return a link to the page of another thing, given by label and key."""
        label, _, key = told.partition("\t")
        return f'<a href="{_UP}{addresses.value(facet, key)}.html"><bdi>{escape(label)}</bdi></a>'

    def _code(self, value: str) -> str:
        scheme, _, code = value.partition("\t")
        return self._words[f"value_code_{scheme}"].format(code=escape(code))

    def _posts(self, one: Portrait) -> str:
        lines = "".join(f"<li>{self._post(post)}</li>\n" for post in posts(one))
        if not lines:
            return ""
        return (
            '<section aria-labelledby="Posts">\n<h2 id="Posts">'
            f'{self._words["value_posts"]}</h2>\n<ul class="posts">\n{lines}</ul>\n</section>\n'
        )

    def _post(self, post: Post) -> str:
        said = self._words
        names = [f"<strong>{escape(post.title)}</strong>"] if post.title else []
        if post.organisation:
            names.append(self._thing("org", f"{post.organisation}\t{post.organisation_key}"))
        marks = [said["value_acting"]] if post.acting else []
        if post.relation in _POST_RELATIONS:
            marks.append(said[f"value_post_{post.relation}"])
        mark = f" ({', '.join(marks)})" if marks else ""
        count = post.said.times
        times = said["value_times_one"] if count == 1 else said["value_times"].format(
            count=number(count, said)
        )  # fmt: skip
        told = "; ".join([*self._held(post), times])
        return f'{", ".join(names)}{mark} <span class="when">{told}</span>'

    def _held(self, post: Post) -> Iterator[str]:
        """Yield when a post was held, as far as works say."""
        said = self._words
        if post.from_:
            yield said["value_post_from"].format(date=self._date(post.from_))
        if post.to:
            yield said["value_post_to"].format(date=self._date(post.to))
        first, last = post.said.first, post.said.last
        as_of = post.as_of or (first if first == last else f"{first}/{last}")
        if as_of:
            yield said["value_post_as_of"].format(date=self._date(as_of))

    def _programme(self, sessions: Sequence[str]) -> str:
        lines = "".join(f"<li>{self._part(part)}</li>\n" for part in programme(sessions))
        if not lines:
            return ""
        return (
            '<section aria-labelledby="Programme">\n<h2 id="Programme">'
            f'{self._words["value_programme"]}</h2>\n<ol class="programme">\n{lines}</ol>\n'
            "</section>\n"
        )

    def _part(self, part: Part) -> str:
        kind = self._words[f"value_session_{part.kind}"]
        title = f" <bdi>{escape(part.title)}</bdi>" if part.title else ""
        speakers = ", ".join(
            self._thing(facet, f"{label}\t{key}") for facet, label, key in part.speakers
        )
        return f'<span class="kicker">{kind}</span>{title}' + (f" – {speakers}" if speakers else "")


_REFERENCES: tuple[tuple[str, Facet], ...] = (
    ("place", "place"), ("organiser", "org"), ("within", "place"),
    ("parent", "org"), ("predecessor", "org"), ("successor", "org"),
)  # fmt: skip
"""Facts that name another thing, and of what kind it is."""


def _is_whole(*dates: str) -> bool:
    """Return whether dates can be the ends of one span."""
    return not any("/" in date or "T" in date for date in dates)


def _address(iri: str) -> str:
    return link(iri, escape(iri), ' dir="ltr"')
