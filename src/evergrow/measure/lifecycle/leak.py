"""Find the move where most value waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evergrow.measure.lifecycle.spec import Leak, MoveReport
from evergrow.measure.metrics import counted, missing


def largest_leak(
    moves: Sequence[MoveReport], value_per_customer: Mapping[str, float]
) -> tuple[MoveReport | None, str | None]:
    """The move that leaks most and no reason, or none and the reason.

    Leaks are ranked by what reaching the target rate would bring: missing share x customers at risk x difference
    in revenue per customer. Where a target stage brings no more than its source, as in a map without revenue,
    leaks come after all others, ranked by the customers missing.

    Args:
        moves: The moves of the board.
        value_per_customer: Revenue per customer of each stage, in micros.
    """
    aimed = [move for move in moves if move.target_rate is not None and not move.is_backward]
    if not aimed:
        return None, "No move of the map has a target rate yet. Set one to see where most value is waiting."
    known = [move for move in aimed if move.rate.value is not None]
    if not known:
        return None, "Nobody stood where a move with a target begins in this period."
    short = [move for move in known if move.is_below_target]
    if not short:
        return None, "Every move reaches its target rate."
    return max(short, key=lambda move: _rank(move, value_per_customer)), None


def missing_customers(move: MoveReport) -> float:
    """How many more would have moved at the target rate."""
    assert move.target_rate is not None
    assert move.rate.value is not None
    return (move.target_rate - move.rate.value) * move.at_risk


def _gain(move: MoveReport, value_per_customer: Mapping[str, float]) -> float:
    return value_per_customer.get(move.target, 0.0) - value_per_customer.get(move.source, 0.0)


def _rank(move: MoveReport, value_per_customer: Mapping[str, float]) -> tuple[float, float]:
    return max(0.0, missing_customers(move) * _gain(move, value_per_customer)), missing_customers(move)


def leak_of(
    move: MoveReport,
    value_per_customer: Mapping[str, float],
    titles: Mapping[str, str],
    customers: int,
    *,
    mixed: str | None = None,
) -> Leak:
    """The leak that a move below its target is; `customers` of its source have waited longer than they should.

    `mixed` says why revenue does not add up, where it does not.
    """
    gain = _gain(move, value_per_customer)
    recoverable = (
        counted("recoverable_value", round(missing_customers(move) * gain), unit="money_micros")
        if gain > 0
        else missing(
            "recoverable_value",
            "money_micros",
            mixed
            or f"A customer in {titles[move.target]} has not brought more revenue than one in {titles[move.source]}.",
        )
    )
    assert move.target_rate is not None
    return Leak(
        source=move.source,
        target=move.target,
        customers=customers,
        recoverable_micros=recoverable,
        rate=move.rate,
        target_rate=move.target_rate,
        overdue_days=move.target_days,
    )
