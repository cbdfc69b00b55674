"""Consents as customers and operators say them."""

from evergrow.runtime.consents.decide import (
    SOURCE,
    Visit,
    ask_to_confirm,
    choices,
    choose,
    confirm,
    page_language,
    public_links,
    say,
    set_consent,
    unsubscribe,
)

__all__ = [
    "SOURCE",
    "Visit",
    "ask_to_confirm",
    "choices",
    "choose",
    "confirm",
    "page_language",
    "public_links",
    "say",
    "set_consent",
    "unsubscribe",
]
