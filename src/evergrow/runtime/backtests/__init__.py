"""Backtests: what a journey would have done on recorded history."""

from evergrow.runtime.backtests.result import BacktestResult
from evergrow.runtime.backtests.run import Replayed, backtest, replayed

__all__ = ["BacktestResult", "Replayed", "backtest", "replayed"]
