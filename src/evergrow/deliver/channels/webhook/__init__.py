"""Messages to a machine: a signed request to an address of the author's choice."""

from evergrow.deliver.channels.webhook.channel import KIND, Webhook
from evergrow.deliver.channels.webhook.sign import new_secret, signature_of

__all__ = ["KIND", "Webhook", "new_secret", "signature_of"]
