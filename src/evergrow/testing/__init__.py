"""Public builders for tests: calls as a site's SDK would make them, and entries of the log that hold them."""

from evergrow.testing.calls import alias, buy, call, entry_of, identify, refer, refund, sign_up, view

__all__ = ["alias", "buy", "call", "entry_of", "identify", "refer", "refund", "sign_up", "view"]
