"""Backtests: what a journey would have done on recorded history."""

from evergrow.runtime.backtests.result import BacktestResult
from evergrow.runtime.backtests.run import backtest

__all__ = ["BacktestResult", "backtest"]
