"""The customers one by one: the list behind every number, and the report of who they are."""

from evergrow.measure.customers.listing import customer_page, how_many, page, wanted_customers, with_place
from evergrow.measure.customers.one import CustomerMetrics, OneCustomer, RfmPlace, one_customer, stays_of
from evergrow.measure.customers.report import bought, customers_report, known_by_stage, refunded
from evergrow.measure.customers.spec import CustomerPage, CustomerRow, CustomersReport, StageCount, Wanted

__all__ = [
    "CustomerMetrics",
    "CustomerPage",
    "CustomerRow",
    "CustomersReport",
    "OneCustomer",
    "RfmPlace",
    "StageCount",
    "Wanted",
    "bought",
    "customer_page",
    "customers_report",
    "how_many",
    "known_by_stage",
    "one_customer",
    "page",
    "refunded",
    "stays_of",
    "wanted_customers",
    "with_place",
]
