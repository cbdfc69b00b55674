"""Consent: whether a customer may be written to, how customers decide, and who must never be written to."""

from evergrow.engage.consent.confirm import CONFIRMATION, CONFIRMATION_TEXT, confirmations, to_confirm
from evergrow.engage.consent.links import Claim, PublicLinks
from evergrow.engage.consent.lists import (
    ImportedSuppressions,
    UnreadSuppression,
    export_suppressions,
    import_suppressions,
)
from evergrow.engage.consent.may_send import REASONS, consent_reasons, may_send, rules_of
from evergrow.engage.consent.preferences import Choice, changed_choices, choices_of
from evergrow.engage.consent.say import Statement, statement_records
from evergrow.engage.consent.suppress import (
    SUPPRESSION_REASONS,
    Suppression,
    SuppressionPage,
    SuppressionReason,
    address_hash,
    list_suppressions,
    suppress,
    suppressed_addresses,
    unsuppress,
)
from evergrow.engage.consent.tables import suppressions

__all__ = [
    "CONFIRMATION",
    "CONFIRMATION_TEXT",
    "REASONS",
    "SUPPRESSION_REASONS",
    "Choice",
    "Claim",
    "ImportedSuppressions",
    "PublicLinks",
    "Statement",
    "Suppression",
    "SuppressionPage",
    "SuppressionReason",
    "UnreadSuppression",
    "address_hash",
    "changed_choices",
    "choices_of",
    "confirmations",
    "consent_reasons",
    "export_suppressions",
    "import_suppressions",
    "list_suppressions",
    "may_send",
    "rules_of",
    "statement_records",
    "suppress",
    "suppressed_addresses",
    "suppressions",
    "to_confirm",
    "unsuppress",
]
