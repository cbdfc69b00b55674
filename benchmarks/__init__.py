"""Evergrow and what a user would pick instead, side by side, with the machine's raw limit: `make bench`."""
