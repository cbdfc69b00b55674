"""The customers one by one: the list behind every number, and the report of who they are."""

from evergrow.measure.customers.listing import (
    Part,
    customer_page,
    find_customers,
    how_many,
    page,
    page_of_customers,
    places,
    wanted_customers,
)
from evergrow.measure.customers.one import CustomerMetrics, OneCustomer, RfmPlace, one_customer, stays_of
from evergrow.measure.customers.report import bought, customers_report, known_by_stage, refunded
from evergrow.measure.customers.spec import (
    CustomerPage,
    CustomerRow,
    CustomersReport,
    Order,
    Sort,
    StageCount,
    Wanted,
)

__all__ = [
    "CustomerMetrics",
    "CustomerPage",
    "CustomerRow",
    "CustomersReport",
    "OneCustomer",
    "Order",
    "Part",
    "RfmPlace",
    "Sort",
    "StageCount",
    "Wanted",
    "bought",
    "customer_page",
    "customers_report",
    "find_customers",
    "how_many",
    "known_by_stage",
    "one_customer",
    "page",
    "page_of_customers",
    "places",
    "refunded",
    "stays_of",
    "wanted_customers",
]
