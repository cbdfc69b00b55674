"""Customers: who they are, what is known of them, and their running facts."""

from evergrow.record.customers.fold import combine, fold
from evergrow.record.customers.links import follow_decisions, write_links
from evergrow.record.customers.names import customer_ids, keys_of
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
from evergrow.record.customers.show import (
    ConsentStatement,
    KnownIdentity,
    Merge,
    StatedConsent,
    StatedTrait,
    consent_history_of,
    consents_of,
    identities_of,
    identity_keys,
    link_key_of,
    merges_of,
    traits_of,
    unknown_merge,
)
from evergrow.record.customers.stated import fill_consent_log, write_consents, write_traits
from evergrow.record.customers.tables import (
    CONSENT_LOG,
    CONSENTS,
    CUSTOMERS,
    FACTS,
    IDENTITIES,
    LINKS,
    MERGED,
    PLACED_WITHOUT,
    STALE,
    TRAITS,
    undone_links,
)

TABLES = (CONSENT_LOG, CONSENTS, CUSTOMERS, FACTS, IDENTITIES, LINKS, MERGED, PLACED_WITHOUT, STALE, TRAITS)

__all__ = [
    "CONSENTS",
    "CONSENT_LOG",
    "CUSTOMERS",
    "DUE",
    "DUE_IDENTITIES",
    "FACTS",
    "IDENTITIES",
    "LINKS",
    "MERGED",
    "PLACED_WITHOUT",
    "STALE",
    "TABLES",
    "TRAITS",
    "ConsentStatement",
    "KnownIdentity",
    "Link",
    "Merge",
    "StatedConsent",
    "StatedTrait",
    "begin_settling",
    "combine",
    "consent_history_of",
    "consents_of",
    "customer_ids",
    "customer_rows",
    "fill_consent_log",
    "fold",
    "follow_decisions",
    "identities_of",
    "identity_keys",
    "keys_of",
    "link_key_of",
    "merges_of",
    "note_facts",
    "resolve",
    "settle_customers",
    "traits_of",
    "undone_links",
    "unknown_merge",
    "with_customer",
    "write_consents",
    "write_links",
    "write_traits",
]
