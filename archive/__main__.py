"""The program: ``press-archive``, or ``python -m archive``."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def run() -> None:
    """Run the program, and leave with its exit status.

    The collector of garbage rests while modules are loaded, of which nothing goes.
    """
    gc.disable()
    from archive.batch.collector import at_rest
    from archive.loading import load

    with at_rest():
        load("click", waiting=["inspect"])
        from archive.cli import main
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(status: int) -> None:
    """End the process, if nothing is left that Python has to bring to an end.

    It would take apart all that is loaded, which the system does at once. Threads that still run
    are waited for, and what cannot be said is told, as Python does it.
    """
    threading = sys.modules.get("threading")
    if threading and threading.active_count() > 1:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()
    os._exit(status)


if __name__ == "__main__":
    run()
