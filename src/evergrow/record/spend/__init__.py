"""Spend: what was paid to bring customers in, day by day, as somebody's file told it."""

from evergrow.record.spend.keep import keep_spend, spend_known, spend_of
from evergrow.record.spend.spec import SpendKept, SpendKnown
from evergrow.record.spend.tables import spend

__all__ = ["SpendKept", "SpendKnown", "keep_spend", "spend", "spend_known", "spend_of"]
