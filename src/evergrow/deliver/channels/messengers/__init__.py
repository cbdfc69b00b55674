"""LINE, Telegram, Slack and other messengers."""

from evergrow.deliver.channels.messengers.channel import HOSTS, KIND, Messengers

__all__ = ["HOSTS", "KIND", "Messengers"]
