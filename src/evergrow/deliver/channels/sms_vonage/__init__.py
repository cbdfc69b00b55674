"""Text messages by Vonage."""

from evergrow.deliver.channels.sms_vonage.channel import KIND, VonageSms

__all__ = ["KIND", "VonageSms"]
