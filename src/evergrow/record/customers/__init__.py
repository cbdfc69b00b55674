"""Customers: who they are, what is known of them, and their running facts."""

from evergrow.record.customers.fold import combine, fold
from evergrow.record.customers.links import touch_link, write_links
from evergrow.record.customers.names import customer_ids
from evergrow.record.customers.resolve import Link, resolve
from evergrow.record.customers.settle import (
    DUE,
    DUE_IDENTITIES,
    begin_settling,
    customer_rows,
    note_facts,
    settle_customers,
    with_customer,
)
from evergrow.record.customers.stated import write_consents, write_traits
from evergrow.record.customers.tables import (
    CONSENTS,
    CUSTOMERS,
    FACTS,
    IDENTITIES,
    LINKS,
    MERGED,
    STALE,
    TRAITS,
    undone_links,
)

TABLES = (CONSENTS, CUSTOMERS, FACTS, IDENTITIES, LINKS, MERGED, STALE, TRAITS)

__all__ = [
    "CONSENTS",
    "CUSTOMERS",
    "DUE",
    "DUE_IDENTITIES",
    "FACTS",
    "IDENTITIES",
    "LINKS",
    "MERGED",
    "STALE",
    "TABLES",
    "TRAITS",
    "Link",
    "begin_settling",
    "combine",
    "customer_ids",
    "customer_rows",
    "fold",
    "note_facts",
    "resolve",
    "settle_customers",
    "touch_link",
    "undone_links",
    "with_customer",
    "write_consents",
    "write_links",
    "write_traits",
]
