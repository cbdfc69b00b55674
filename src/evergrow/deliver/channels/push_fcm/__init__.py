"""Push to Android, and to whatever else Firebase Cloud Messaging reaches."""

from evergrow.deliver.channels.push_fcm.channel import KIND, FcmPush

__all__ = ["KIND", "FcmPush"]
