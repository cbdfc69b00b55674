"""Where customers' browsers are pushed to, when a browser's push service gives it another address."""

from evergrow.runtime.subscriptions.move import move_subscription

__all__ = ["move_subscription"]
