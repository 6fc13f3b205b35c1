"""The dice of the sandbox: one seeded stream per part of the world, so that a change in one part leaves the others as they were."""

import math
import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Chance(random.Random):
    """A stream of random numbers named by seed and part (`Chance("7:stock")`): the same name gives the same numbers everywhere."""

    def hit(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, options: Sequence[T], weights: Sequence[float]) -> T:
        return self.choices(options, weights)[0]

    def count(self, mean: float) -> int:
        """How many of something that comes at a mean rate (Poisson; for means up to about 50)."""
        limit, product, n = math.exp(-mean), self.random(), 0
        while product > limit:
            product *= self.random()
            n += 1
        return n

    def around(self, median: float, spread: float) -> float:
        """A skewed positive number (log-normal): half of them below `median`."""
        return median * math.exp(self.gauss(0.0, spread))

    def minutes(self, median: float, spread: float) -> int:
        """A skewed duration in seconds, its median given in minutes."""
        return max(int(60 * self.around(median, spread)), 1)
