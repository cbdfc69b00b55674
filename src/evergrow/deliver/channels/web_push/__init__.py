"""Push to browsers."""

from evergrow.deliver.channels.web_push.channel import KIND, WebPush
from evergrow.deliver.channels.web_push.keys import decoded, encoded, new_private_key, public_key_of
from evergrow.deliver.channels.web_push.scripts import subscribe_script, worker_script
from evergrow.deliver.channels.web_push.subscription import read_subscription

__all__ = [
    "KIND",
    "WebPush",
    "decoded",
    "encoded",
    "new_private_key",
    "public_key_of",
    "read_subscription",
    "subscribe_script",
    "worker_script",
]
