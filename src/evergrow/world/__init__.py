"""A seeded world of customers: the demo's shop, and data for tests and benchmarks.

Reads   nothing: a plan and a seed decide everything.
Never   reads the clock; `WorldPlan.end` is the shop's present.
"""

from evergrow.world.catalogue import catalogue_rows
from evergrow.world.live import LiveCall, live
from evergrow.world.plan import CURRENCY, WorldPlan
from evergrow.world.shop import Shop, make_shop

__all__ = ["CURRENCY", "LiveCall", "Shop", "WorldPlan", "catalogue_rows", "live", "make_shop"]
