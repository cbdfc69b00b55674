"""Text messages by any gateway that takes an HTTP request."""

from evergrow.deliver.channels.sms_http.channel import KIND, GatewaySms

__all__ = ["KIND", "GatewaySms"]
