"""The collector of garbage, which finds little in what a batch leaves behind."""

from __future__ import annotations

import gc


def calm_collector() -> None:
    """Let the collector of garbage leave alone what is loaded by now, and look around seldom.

    Records hold no circles: what it would find is little, and a tenth of the time goes into it.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
