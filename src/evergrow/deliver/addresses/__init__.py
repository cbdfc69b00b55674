"""Addresses: how a customer is reached on each channel, from what was stated of them."""

from evergrow.deliver.addresses.find import TRAITS, with_address

__all__ = ["TRAITS", "with_address"]
