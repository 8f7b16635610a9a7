"""What ``convert`` asks of workers; light, since an earlier run may have left nothing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from archive.batch.engine import Do
    from archive.batch.layouts import Layouts
    from archive.batch.outcomes import Done
    from archive.batch.terms import Terms, Wishes


class Conversion(msgspec.Struct, frozen=True):
    """The conversion of chunks."""

    wishes: Wishes
    terms: Terms
    layouts: Layouts

    def open(self) -> Do[Done]:
        """Return what converts a chunk; what that takes is imported only now."""
        from archive.batch.conversion import opened

        return opened(self)
