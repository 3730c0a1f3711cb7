"""Agreement as 1 - Do / De, with the expected disagreement De held while items are drawn again.

De follows from all answers together and costs the most to compute. Krippendorff's own bootstrap holds it, too
(Krippendorff 2006, “Bootstrapping distributions for Krippendorff's alpha”).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .undefined import NOTHING_TWICE, Undefined

Deviation = tuple[float, float]
"""Of one item: how far its answers differ, summed, and the weight that this has."""


@dataclass(frozen=True, slots=True)
class Held:
    """Items, counted by how far their answers differ, and the disagreement that chance would make."""

    items: Mapping[Deviation, int]
    expected: float

    def agreement(self, items: Mapping[Deviation, int]) -> float:
        """Return 1 - Do / De for items that were drawn; raises Undefined."""
        weight = sum(count * weight for (_, weight), count in items.items())
        if not weight:
            raise Undefined(NOTHING_TWICE)
        return 1 - sum(count * far for (far, _), count in items.items()) / weight / self.expected
