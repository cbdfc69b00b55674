"""Judge records once, whatever the way in, and draw from them what the other rooms need."""

from evergrow.ingest.sieve.sift import Sifted, sift

__all__ = ["Sifted", "sift"]
