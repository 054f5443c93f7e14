"""How much work one filter may be in all."""

from __future__ import annotations

from api.filters.errors import refused


class Budget:
    """What is left of the work that a filter may be.

    Args:
        work: positions of geometries times the areas they are held against, in all.
    """

    def __init__(self, work: int) -> None:
        self.work, self.left = work, work

    def spend(self, work: int) -> None:
        """Take some of it, before the work is done.

        Raises:
            FilterError: there is not as much left.
        """
        self.left -= work
        if self.left < 0:
            what = "its geometries are too fine for all the areas around them"
            expected = f"{self.work:,} positions to compare at most"
            raise refused(what, expected, "simplify them, or ask for a smaller part")
