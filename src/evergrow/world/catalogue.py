"""What the shop sells: tea and coffee, and things for the kitchen, the table and the desk. All invented."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class Product:
    """One article. `popularity` is its weight among all articles."""

    sku: str
    name: str
    category: str
    price_cents: int
    popularity: float


SHELVES: dict[str, list[tuple[str, int]]] = {
    "Tea": [
        ("Sencha No. 4", 1450),
        ("Roasted Hojicha", 1290),
        ("Ceremonial Matcha 30 g", 3400),
        ("Genmaicha", 1100),
        ("Gyokuro Kyo", 4200),
        ("Earl Grey Loose Leaf", 990),
        ("Smoky Pine Souchong", 1350),
        ("Chamomile Field", 850),
        ("Tea Sampler of Eight", 2490),
        ("Jasmine Pearls", 1890),
    ],
    "Coffee": [
        ("House Blend 250 g", 1150),
        ("Single Farm Yirgacheffe", 1590),
        ("Decaf Mountain Water", 1290),
        ("Espresso Nero 1 kg", 3290),
        ("Cold Brew Bags", 1390),
        ("Hand Grinder Ash", 8900),
        ("Pour-over Dripper", 2450),
        ("Paper Filters 100", 690),
    ],
    "Kitchen": [
        ("Cast Iron Pan 24 cm", 6900),
        ("Walnut Chopping Board", 5400),
        ("Santoku Knife", 11900),
        ("Rice Pot Donabe", 9800),
        ("Measuring Spoons Brass", 1900),
        ("Bamboo Steamer", 2900),
        ("Salt Cellar", 2200),
        ("Copper Kettle", 14900),
    ],
    "Table": [
        ("Tea Bowl Ash Glaze", 3800),
        ("Stoneware Plate", 2600),
        ("Cup Without Handle", 1900),
        ("Iron Teapot 0.6 l", 8700),
        ("Linen Napkins, Four", 3200),
        ("Serving Tray Cedar", 4500),
        ("Soy Sauce Jug", 1700),
        ("Glass Carafe", 2950),
    ],
    "Textiles": [
        ("Linen Apron", 4900),
        ("Tea Towel Indigo", 1500),
        ("Wool Throw", 12900),
        ("Cotton Tote", 1200),
        ("Oven Mitt Quilted", 1850),
        ("Furoshiki Wrap", 2100),
    ],
    "Living": [
        ("Beeswax Candle Pair", 1650),
        ("Incense Hinoki", 1250),
        ("Stone Diffuser", 5900),
        ("Paper Lantern", 3900),
        ("Moon Jar Vase", 7400),
        ("Hand Soap Yuzu", 1400),
    ],
    "Desk": [
        ("Dotted Notebook", 1350),
        ("Brass Pen", 4600),
        ("Letter Set Washi", 1150),
        ("Desk Calendar", 1700),
        ("Pencil Case Canvas", 1950),
        ("Ink Iron Blue", 1800),
    ],
    "Gifts": [
        ("Gift Card 50", 5000),
        ("Tea Ceremony Set", 12400),
        ("Breakfast Box", 5900),
        ("New Home Box", 8900),
        ("Thank You Box", 3900),
    ],
}


def _stock() -> list[Product]:
    rows = [(category, name, cents) for category, shelf in SHELVES.items() for name, cents in shelf]
    rank = np.random.default_rng(1).permutation(len(rows))
    return [
        Product(f"{category[:2].upper()}-{index + 101}", name, category, cents, (1.0 + rank[index]) ** -0.6)
        for index, (category, name, cents) in enumerate(rows)
    ]


PRODUCTS: list[Product] = _stock()
CATEGORIES: list[str] = list(SHELVES)
PRICES_CENTS: np.ndarray = np.array([product.price_cents for product in PRODUCTS], dtype=np.int64)
POPULARITY: np.ndarray = np.array([product.popularity for product in PRODUCTS])
POPULARITY = POPULARITY / POPULARITY.sum()

_GO_TOGETHER = {
    "Cold Brew Bags": "Glass Carafe",
    "Iron Teapot 0.6 l": "Cup Without Handle",
    "Letter Set Washi": "Brass Pen",
    "Rice Pot Donabe": "Soy Sauce Jug",
    "Pour-over Dripper": "Paper Filters 100",
    "Desk Calendar": "Dotted Notebook",
    "Linen Apron": "Oven Mitt Quilted",
    "Ceremonial Matcha 30 g": "Tea Bowl Ash Glaze",
}
_PLACES = {product.name: index for index, product in enumerate(PRODUCTS)}
COMPANION: np.ndarray = np.array(
    [_PLACES.get(_GO_TOGETHER.get(product.name, ""), -1) for product in PRODUCTS]
)
"""What is often put into the basket with a product, an index into PRODUCTS; -1: nothing."""

SOLD_OUT = ("Gyokuro Kyo", "Santoku Knife", "Moon Jar Vase")


def catalogue_rows(currency: str) -> pa.Table:
    """The shop's catalogue, as a file of its products would tell it. Three are sold out."""
    return pa.table(
        {
            "product_id": [product.sku for product in PRODUCTS],
            "name": [product.name for product in PRODUCTS],
            "category": [product.category for product in PRODUCTS],
            "price_micros": pa.array([product.price_cents * 10_000 for product in PRODUCTS], pa.int64()),
            "currency": [currency] * len(PRODUCTS),
            "image": pa.nulls(len(PRODUCTS), pa.string()),
            "url": [f"https://hinoki-leaf.example/p/{product.sku.lower()}" for product in PRODUCTS],
            "is_in_stock": [product.name not in SOLD_OUT for product in PRODUCTS],
        }
    )
