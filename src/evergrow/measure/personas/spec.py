"""The personas of a shop, and what is told of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

import ibis.expr.types as ir

from evergrow.measure.metrics import Figure

PersonaId = Literal[
    "bouncer", "passive_browser", "cart_abandoner", "one_time_low", "one_time_high", "repeat_buyer"
]
PERSONAS: Final[tuple[PersonaId, ...]] = (
    "bouncer",
    "passive_browser",
    "cart_abandoner",
    "one_time_low",
    "one_time_high",
    "repeat_buyer",
)
"""Along the way to the customer one wishes for."""

PLAYS: Final[dict[PersonaId, str]] = {
    "bouncer": "visitor",
    "passive_browser": "browsed",
    "cart_abandoner": "cart-abandoned",
    "one_time_low": "second-order",
    "one_time_high": "second-order",
    "repeat_buyer": "upsell",
}
"""The play to go on with."""

ACCOUNT_TRAIT: Final = "group.id"
"""What a `group` call names a customer's organization by."""

Kind = Literal[
    "country", "language", "gender", "age", "trait", "device", "hours", "weekday", "channel", "product", "category",
    "search", "last_step", "stop",
]  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """Above how much an order is high. `currency` None: of every order, for there is one currency only."""

    micros: int
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Whose personas are asked for.

    Attributes:
        product: Only what was done about this product (its id, sku or name).
        category: Only what was done about this category.
        accounts: `customer_key` and `value`: the organization of each customer; given, personas are of organizations.
        account_trait: Where that was stated, for conditions.
    """

    product: str | None = None
    category: str | None = None
    accounts: ir.Table | None = None
    account_trait: str = ACCOUNT_TRAIT

    @property
    def is_about(self) -> bool:
        """Whether only what was done about some products counts."""
        return self.product is not None or self.category is not None


@dataclass(frozen=True, kw_only=True)
class Characteristic:
    """How many of a persona share something, beside the rest of the customers.

    `customers` of `of` who were looked at and of whom it is known; `rest` is the share among the other personas.
    `difference_low` and `difference_high` bound the difference of the two shares. `is_telling`: it is told apart from
    chance and more frequent here; `is_rare`: told apart and less frequent.
    """

    value: str
    customers: int
    of: int
    share: Figure
    rest: float | None
    difference_low: float | None
    difference_high: float | None
    is_telling: bool
    is_rare: bool


@dataclass(frozen=True, kw_only=True)
class CharacteristicGroup:
    """What is alike in kind: devices, or the values of a trait (`name` is its key). The most frequent first."""

    kind: Kind
    name: str
    rows: list[Characteristic]


@dataclass(frozen=True, kw_only=True)
class Middle:
    """The middle (median) of a feature within a cluster, and of the whole persona."""

    feature: str
    cluster: float
    persona: float


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A part of a persona that lies apart from the others.

    `stability` is the mean Jaccard similarity with the most alike cluster when the customers are drawn again (0 to 1;
    from 0.75 on a cluster counts as stable).
    """

    number: int
    customers: int
    share: Figure
    stability: float
    middles: list[Middle]
    customer_id: str


@dataclass(frozen=True, kw_only=True)
class JourneyLine:
    """What a customer did, once or several times in a row."""

    at: datetime
    until: datetime
    name: str
    detail: str | None
    times: int
    revenue_micros: int | None


@dataclass(frozen=True, kw_only=True)
class TypicalCustomer:
    """The customer nearest the middle of the persona. `left_out` events lie between the first lines and the last."""

    customer_id: str
    name: str | None
    lines: list[JourneyLine]
    left_out: int


@dataclass(frozen=True, kw_only=True)
class PersonaCard:
    """One persona. `when` is its exact condition, for a segment; `when_unavailable` why there is none.

    Of organizations it lists those that are of the persona now: what their members did together is no condition on one.
    `looked_at`: of so many customers, drawn by their keys, come `groups`, `stops`, clusters and the typical customer.
    """

    id: PersonaId
    when: str | None
    when_unavailable: str | None
    customers: Figure
    share: Figure
    orders: int
    revenue: Figure
    average_order: Figure
    revenue_per_customer: Figure
    revenue_share: Figure
    looked_at: int
    groups: list[CharacteristicGroup]
    stops: list[Characteristic]
    clusters: list[Cluster]
    clusters_unavailable: str | None
    typical: TypicalCustomer | None
    play: str


@dataclass(frozen=True, kw_only=True)
class AccountStage:
    """One stage in the journey of organizations: how many ever came to it, how many stand in it, and how soon they came."""

    stage: str
    title: str
    reached: Figure
    now: Figure
    days: Figure


@dataclass(frozen=True, kw_only=True)
class AccountJourney:
    """The organizations' way: an account stands where the one of its members stands who came furthest."""

    accounts: Figure
    members: Figure
    stages: list[AccountStage]


@dataclass(frozen=True, kw_only=True)
class PersonasReport:
    """Who the customers are, by what they had done before `as_of`. Cards are empty where `unavailable` says why.

    `limits` are the order values above which a one-time buyer's order is high, one for each currency. `compared` is how
    many shares were compared, for which the intervals of differences are widened.
    """

    as_of: datetime
    currency: str
    by: Literal["customer", "account"]
    product: str | None
    category: str | None
    unavailable: str | None
    customers: Figure
    limit: Figure
    limits: list[Limit]
    compared: int
    cards: list[PersonaCard]
    accounts: AccountJourney | None
