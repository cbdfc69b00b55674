"""Push to iPhones and other devices of Apple."""

from evergrow.deliver.channels.push_apns.channel import KIND, ApnsPush

__all__ = ["KIND", "ApnsPush"]
