"""The inbox that customers see on the brand's pages."""

from evergrow.runtime.inboxes.customers_own import act_in_inbox, connected_value, inbox_of, inbox_owner

__all__ = ["act_in_inbox", "connected_value", "inbox_of", "inbox_owner"]
