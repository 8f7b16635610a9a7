"""Reports of made-up outcomes, and outcomes with anything in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from archive import messages
from archive.findings import CODES, Finding, Position
from archive.outcome import Obstacle, Outcome, Tally
from archive.reporters import Closing, Manner, Tool, reporter

QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
)
TOOL = Tool(version="1.2.3", schema_id="urn:s", schema_sha256="00")
ORDERS = ["::error file=x::y", " ::add-mask::x", "##[add-mask]x", "##[error]\u202e", "##vso[a]b"]
"""What the log of a CI would take for an order."""
NAMES = ["-", "/etc/a.json", "../up/a.json", "s3://in/ü.json", "a%0A,b:c=d.json", "caf\udce9.json"]


def told(form: str, *outcomes: Outcome, status: int | None = None, **manner: Any) -> str:
    """Return the whole report of some outcomes."""
    tally = Tally()
    one = reporter(form, Manner(**manner))
    pieces = []
    for outcome in outcomes:
        tally.add(outcome)
        pieces += one.tell(outcome)
    closing = Closing(tally=tally, seconds=1.23456, tool=lambda: TOOL, status=status)
    pieces += one.end(closing)
    one.close()
    return "".join(pieces)


def said(one: Finding, language: str = "en") -> str:
    """Return what a finding says."""
    return messages.message(one, language)


def hint(one: Finding, language: str = "en") -> str:
    """Return what is to be done about a finding."""
    return messages.hint(one, language) or ""


TEXTS = st.text(max_size=20) | st.sampled_from([*ORDERS, *NAMES, "\ud800", "]]>", "a|b\n\n<b>"])
POSITIONS = st.none() | st.builds(Position, st.integers(1, 9999), st.integers(1, 9999))


@st.composite
def findings(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Finding:
    """Return a finding of any code that says anything about any place."""
    code = draw(st.sampled_from(list(CODES)))
    variant, names = draw(st.sampled_from(sorted(messages._needed(code).items())))
    return Finding(
        code=code,
        variant=variant,
        pointer=draw(st.just("") | TEXTS.map("/{}".format)),
        params={name: draw(TEXTS | st.integers(0, 9)) for name in sorted(names)},
        severity=CODES[code].severity,
        position=draw(POSITIONS),
    )


OBSTACLES = st.builds(Obstacle, key=st.just("cannot_read"), name=TEXTS, reason=TEXTS)
OUTCOMES = st.lists(
    st.builds(
        Outcome,
        path=(TEXTS | st.sampled_from([*ORDERS, *NAMES])).filter(bool),
        findings=st.lists(findings(), max_size=5).map(tuple),
        obstacle=st.none() | OBSTACLES,
    ),
    max_size=5,
    unique_by=lambda outcome: outcome.path,
)
"""Outcomes of files of different names."""
