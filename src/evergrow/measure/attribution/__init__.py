"""Attribution: which channel brought a visit, and how much of an order each visit before it is given credit for.

On tables of your own: `touches` and `conversions` of any events (Ibis, or any that speaks Arrow), `labeled` and `paths` of these, and
the models on `Ways.of(paths)`; or the models on ways that are grouped already, by `Ways.of_texts`.
"""

from evergrow.measure.attribution.asking import ORDER
from evergrow.measure.attribution.certainty import intervals
from evergrow.measure.attribution.channels import CHANNELS, channel_of_name
from evergrow.measure.attribution.credit import credits
from evergrow.measure.attribution.landing import landings
from evergrow.measure.attribution.markov import Chain, chain, markov, removal_effects
from evergrow.measure.attribution.models import first_touch, last_touch, linear, position, shapley
from evergrow.measure.attribution.paths import by_currency, conversions, decayed, paths, totals
from evergrow.measure.attribution.questions import arrivals_of, decayed_of, totals_of, visits_of, ways_of
from evergrow.measure.attribution.report import sources
from evergrow.measure.attribution.spec import (
    MODELS,
    By,
    Credit,
    LandingPage,
    Model,
    OtherSpend,
    SourcesReport,
    VisitPath,
    VisitSource,
)
from evergrow.measure.attribution.spending import spend_days
from evergrow.measure.attribution.touches import arrivals, labeled, touches
from evergrow.measure.attribution.ways import Ways

__all__ = [
    "CHANNELS",
    "MODELS",
    "ORDER",
    "By",
    "Chain",
    "Credit",
    "LandingPage",
    "Model",
    "OtherSpend",
    "SourcesReport",
    "VisitPath",
    "VisitSource",
    "Ways",
    "arrivals",
    "arrivals_of",
    "by_currency",
    "chain",
    "channel_of_name",
    "conversions",
    "credits",
    "decayed",
    "decayed_of",
    "first_touch",
    "intervals",
    "labeled",
    "landings",
    "last_touch",
    "linear",
    "markov",
    "paths",
    "position",
    "removal_effects",
    "shapley",
    "sources",
    "spend_days",
    "totals",
    "totals_of",
    "touches",
    "visits_of",
    "ways_of",
]
