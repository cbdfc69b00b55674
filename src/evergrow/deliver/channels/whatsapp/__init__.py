"""WhatsApp, by Meta's Cloud API."""

from evergrow.deliver.channels.whatsapp.channel import KIND, WhatsApp

__all__ = ["KIND", "WhatsApp"]
