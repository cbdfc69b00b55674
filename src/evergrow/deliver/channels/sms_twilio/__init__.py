"""Text messages by Twilio."""

from evergrow.deliver.channels.sms_twilio.channel import KIND, TwilioSms

__all__ = ["KIND", "TwilioSms"]
