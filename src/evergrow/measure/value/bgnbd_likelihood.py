"""How likely the purchases are that were seen, by the BG/NBD model: with its slopes and its curvature.

Who never bought again is told by age alone, so there are as many of them as ages; gamma functions are asked once a number
of repeats. What is left is a logarithm and an exponential function a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evergrow.measure.value.fitting import Floats
from evergrow.measure.value.spec import Patterns

PART: Final = 10_000
"""Patterns, drawn at random, that lead a climb to where the curvature of all of them takes over."""
_AT_ONCE: Final = 8_192  # patterns: what is computed of them stays in the processor's cache


@dataclass(frozen=True)
class Seen:
    """Patterns of those who bought again, and of those who did not by age alone.

    Source:
        Fader, Hardie & Lee (2005), "'Counting Your Customers' the Easy Way", Marketing Science 24(2), 275-284, equation (6).
    """

    x: Floats
    recency: Floats
    age: Floats
    people: Floats
    once_age: Floats
    once: Floats

    @classmethod
    def of(cls, patterns: Patterns) -> Seen:
        """From the patterns of everybody."""
        again = patterns.repeats > 0
        ages, back = np.unique(patterns.age_days[~again], return_inverse=True)
        return cls(
            x=patterns.repeats[again],
            recency=patterns.recency_days[again],
            age=patterns.age_days[again],
            people=patterns.customers[again],
            once_age=ages,
            once=np.bincount(back, weights=patterns.customers[~again], minlength=len(ages)).astype(
                np.float64
            ),
        )

    def part(self) -> Seen:
        """A sample of those who bought again, counting for all of them; everybody where they are few."""
        if len(self.x) <= PART:
            return self
        kept = np.random.default_rng(1).choice(len(self.x), PART, replace=False)
        scale = self.people.sum() / self.people[kept].sum()
        columns = {name: getattr(self, name)[kept] for name in ("x", "recency", "age")}
        return replace(self, **columns, people=self.people[kept] * scale)

    def likelihood(self, values: Floats) -> tuple[float, Floats]:
        """Of r, alpha, a and b: the log-likelihood and its gradient."""
        whole, gradient, _ = self._told(values, is_curved=False)
        return whole, gradient

    def curved(self, values: Floats) -> tuple[float, Floats, Floats]:
        """The same, and the matrix of second derivatives."""
        return self._told(values, is_curved=True)

    def _told(self, values: Floats, *, is_curved: bool) -> tuple[float, Floats, Floats]:
        r, alpha, a, _ = values
        whole, gradient, bend = self._by_count(values)
        kept = 1 / (alpha + self.once_age)
        log_once, once = -np.log(kept), self.once * kept
        whole -= float(r * (self.once @ log_once))
        gradient[:2] -= [self.once @ log_once, r * once.sum()]
        bend[0, 1] -= once.sum()
        bend[1, 1] += r * (once @ kept)
        gone = 0.0
        for start in range(0, len(self.x), _AT_ONCE):
            part, slopes, curves, left = self._of_piece(values, slice(start, start + _AT_ONCE), is_curved)
            whole += part
            gradient += slopes
            bend += curves
            gone += left
        bend[1, 0] = bend[0, 1]
        gradient[2] += gone / a
        bend[2, 2] -= gone / a**2
        return whole, gradient, bend

    def _of_piece(self, values: Floats, piece: slice, is_curved: bool) -> tuple[float, Floats, Floats, float]:
        """What some patterns add: each one's customers stayed, or left after the last purchase; and how many of them left."""
        r, alpha, a, b = values
        shape, before, people = r + self.x[piece], 1 / (b + self.x[piece] - 1), self.people[piece]
        far, near = 1 / (alpha + self.age[piece]), 1 / (alpha + self.recency[piece])
        log_far, log_near = -np.log(far), -np.log(near)
        odds = np.log(a * before) + shape * (log_far - log_near)
        lesser = np.exp(-np.abs(odds))
        whole = float(people @ (np.maximum(odds, 0.0) + np.log(1 + lesser) - shape * log_far))
        left = np.where(odds > 0, 1.0, lesser) / (1 + lesser)
        gone = people * left
        stay = people - gone
        by_far, by_near = stay * far, gone * near
        slopes = [
            -(stay @ log_far) - gone @ log_near, -(shape @ by_far) - shape @ by_near, 0.0, -(gone @ before)
        ]  # fmt: skip
        bend = np.zeros((4, 4))
        if is_curved:
            ways = [log_far - log_near, shape * (far - near), np.full_like(far, 1 / a), -before]
            apart = np.stack(ways)  # how the two logs move apart
            bend = (apart * (stay * left)) @ apart.T
            bend[0, 1] -= by_far.sum() + by_near.sum()
            bend[1, 1] += (shape * far) @ by_far + (shape * near) @ by_near
            bend[3, 3] += gone @ before**2
        return whole, np.array(slopes), bend, float(gone.sum())

    def _by_count(self, values: Floats) -> tuple[float, Floats, Floats]:
        """What only the number of repeats tells: all gamma functions."""
        from scipy.special import digamma, gammaln, polygamma  # 30 MB that only a fit needs

        r, alpha, a, b = values
        people = np.bincount(self.x.astype(np.int64), weights=self.people, minlength=1)
        people[0] += self.once.sum()
        x = np.flatnonzero(people).astype(float)
        people, total = people[people > 0], people.sum()
        by_count = (
            gammaln(r + x) - gammaln(r) + r * np.log(alpha)
            + gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
        )  # fmt: skip
        slope_a = total * digamma(a + b) - people @ digamma(a + b + x)
        slope_b = slope_a + people @ digamma(b + x) - total * digamma(b)
        slope_r = people @ digamma(r + x) + total * (np.log(alpha) - digamma(r))
        bend_r = people @ polygamma(1, r + x) - total * polygamma(1, r)
        bend_a = total * polygamma(1, a + b) - people @ polygamma(1, a + b + x)
        bend_b = bend_a + people @ polygamma(1, b + x) - total * polygamma(1, b)
        mixed = total / alpha
        bend = np.array(
            [
                [bend_r, mixed, 0, 0],
                [mixed, -total * r / alpha**2, 0, 0],
                [0, 0, bend_a, bend_a],
                [0, 0, bend_a, bend_b],
            ]
        )
        return float(people @ by_count), np.array([slope_r, total * r / alpha, slope_a, slope_b]), bend
