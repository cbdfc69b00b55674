"""Bring messages to customers: judge them by the guards, hand them to a channel, and take in what comes back."""
