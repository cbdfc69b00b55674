"""Know a customer on the brand's page by what only the brand's own server can say.

The server makes the HMAC-SHA-256 of the customer's id under the inbox's secret, as hex, and puts it into the page. Without it
anybody could read anybody's inbox by guessing ids.
"""

from __future__ import annotations

import hmac


def customer_signature(secret: str, customer_id: str) -> str:
    """What the brand's server puts into the page of this customer."""
    return hmac.digest(secret.encode(), customer_id.encode(), "sha256").hex()


def is_customer(secret: str, customer_id: str, signature: str) -> bool:
    """Whether the signature was made for this customer."""
    expected = customer_signature(secret, customer_id).encode()
    return bool(secret and customer_id) and hmac.compare_digest(expected, signature.lower().encode())
