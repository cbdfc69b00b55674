"""A text that was put together, and the pieces it was put together from."""

from __future__ import annotations

from collections.abc import Sequence


class Pieced(str):
    """A text of which most is the same for everybody.

    `pieces` make it up, fixed and filled ones in turn, a fixed one first. The fixed ones are the same objects in every
    mail of a template, so whoever works on the text can keep what came of them.
    """

    pieces: Sequence[str]

    def __new__(cls, pieces: Sequence[str]) -> Pieced:
        made = super().__new__(cls, "".join(pieces))
        made.pieces = pieces
        return made
