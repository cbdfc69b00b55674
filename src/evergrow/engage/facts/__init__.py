"""Facts: what journeys and campaigns ask of the record, each question's SQL written once."""

from evergrow.engage.facts.arrivals import ARRIVALS, Matcher, matching
from evergrow.engage.facts.clocks import best_times, next_times
from evergrow.engage.facts.customers import audience, identities_of, owners, placed
from evergrow.engage.facts.hours import usual_hours
from evergrow.engage.facts.judge import judged
from evergrow.engage.facts.spec import Facts
from evergrow.engage.facts.zones import zones_at

__all__ = [
    "ARRIVALS",
    "Facts",
    "Matcher",
    "audience",
    "best_times",
    "identities_of",
    "judged",
    "matching",
    "next_times",
    "owners",
    "placed",
    "usual_hours",
    "zones_at",
]
