"""Deliveries: what became of every message, and why one was not sent."""

from evergrow.deliver.deliveries.account import Account, StepAccount, account_for
from evergrow.deliver.deliveries.find import (
    Deliveries,
    Delivery,
    DeliveryFilter,
    find_deliveries,
    one_delivery,
    why,
)

__all__ = [
    "Account",
    "Deliveries",
    "Delivery",
    "DeliveryFilter",
    "StepAccount",
    "account_for",
    "find_deliveries",
    "one_delivery",
    "why",
]
