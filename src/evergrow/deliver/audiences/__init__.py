"""Audiences for advertisements: the customers of a segment as the platforms take them, hashed."""

from evergrow.deliver.audiences.find import find_people
from evergrow.deliver.audiences.google import google_row
from evergrow.deliver.audiences.meta import meta_row
from evergrow.deliver.audiences.spec import Person
from evergrow.deliver.audiences.write import PLATFORMS, Platform, audience_csv

__all__ = ["PLATFORMS", "Person", "Platform", "audience_csv", "find_people", "google_row", "meta_row"]
