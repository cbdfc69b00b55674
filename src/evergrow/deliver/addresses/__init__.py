"""Addresses: how a customer is reached on each channel, from what was stated of them."""

from evergrow.deliver.addresses.find import TRAITS, with_address
from evergrow.deliver.addresses.sound import unsound

__all__ = ["TRAITS", "unsound", "with_address"]
