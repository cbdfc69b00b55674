"""What the brand's customers may ask, from the brand's own pages: no session, signed by the brand or by nobody."""

from evergrow.web.public.every import build_public

__all__ = ["build_public"]
