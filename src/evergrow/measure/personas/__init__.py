"""Personas: who the customers are by what they do, what each kind is worth, and what stops it.

On a table of your own: `classified` takes any events (Ibis, or any that speaks Arrow) and answers with each customer's persona;
`find_clusters` takes any points.
"""

from evergrow.measure.personas.about import about
from evergrow.measure.personas.accounts import account_stages, by_account
from evergrow.measure.personas.clusters import Found, find_clusters, standardized
from evergrow.measure.personas.compare import difference
from evergrow.measure.personas.counted import counted_in
from evergrow.measure.personas.drawn import drawn, drawn_counted
from evergrow.measure.personas.kinds import FROM_EVENTS, channels, of_devices, shared, stated
from evergrow.measure.personas.report import limits_of, narrowed_to, persona_customers, personas
from evergrow.measure.personas.rules import (
    acts,
    classified,
    conditions,
    counted_acts,
    in_persona,
    order_limits,
    with_persona,
)
from evergrow.measure.personas.spec import (
    ACCOUNT_TRAIT,
    PERSONAS,
    PLAYS,
    AccountJourney,
    AccountStage,
    Asking,
    Characteristic,
    CharacteristicGroup,
    Cluster,
    JourneyLine,
    Limit,
    Middle,
    PersonaCard,
    PersonaId,
    PersonasReport,
    TypicalCustomer,
)
from evergrow.measure.personas.stops import stopped
from evergrow.measure.personas.story import facts_of, strange_numbers
from evergrow.measure.personas.typical import called, their_events

__all__ = [
    "ACCOUNT_TRAIT",
    "FROM_EVENTS",
    "PERSONAS",
    "PLAYS",
    "AccountJourney",
    "AccountStage",
    "Asking",
    "Characteristic",
    "CharacteristicGroup",
    "Cluster",
    "Found",
    "JourneyLine",
    "Limit",
    "Middle",
    "PersonaCard",
    "PersonaId",
    "PersonasReport",
    "TypicalCustomer",
    "about",
    "account_stages",
    "acts",
    "by_account",
    "called",
    "channels",
    "classified",
    "conditions",
    "counted_acts",
    "counted_in",
    "difference",
    "drawn",
    "drawn_counted",
    "facts_of",
    "find_clusters",
    "in_persona",
    "limits_of",
    "narrowed_to",
    "of_devices",
    "order_limits",
    "persona_customers",
    "personas",
    "shared",
    "standardized",
    "stated",
    "stopped",
    "strange_numbers",
    "their_events",
    "with_persona",
]
