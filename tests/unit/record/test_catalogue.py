"""The catalogue: every row of a file is accounted for, a product is kept once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evergrow.ingest.files import CatalogueRows, ImportOptions, read_catalogue
from evergrow.kernel import Refusal
from evergrow.record.catalogue import catalogue_of, catalogue_page, keep_catalogue
from evergrow.storage.state import State

NOW = datetime(2026, 11, 22, tzinfo=UTC)
GERMAN = """Artikelnummer;Bezeichnung;Kategorie;Preis;Bild;Bestand
T1;Sencha;Tee;1.234,50;https://shop.example/t1.png;12
T2;Hojicha;Tee;12,90;;0
T2;Hojicha, geröstet;Tee;12,90 €;;ausverkauft
T3;;;;;
;ohne Nummer;Tee;1;;1
T4;Kanne;Tee;viel;;1
T5;Becher;Tee;-3;;1
T6;Dose;Tee;3;javascript:alert(1);1
T7;Löffel;Tee;3;;vielleicht
"""


def read(tmp_path: Path, text: str) -> CatalogueRows:
    path = tmp_path / "products.csv"
    path.write_text(text)
    return read_catalogue(path, "products.csv", ImportOptions(kind="catalogue", currency="EUR"))


def test_a_shops_file_is_kept_product_by_product_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = read(tmp_path, GERMAN)
    assert rows.unreadable == [
        (6, "The product's id is missing."),
        (7, "'viel' is not a price."),
        (8, "The price is below 0."),
        (9, "The image is no address of the web."),
        (10, "'vielleicht' does not say whether it is in stock."),
    ]
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    with state.transaction() as tx:
        first = keep_catalogue(tx, rows.products, now=NOW, unreadable_rows=rows.unreadable_rows)
        again = keep_catalogue(tx, rows.products, now=NOW)
        told = {row["product_id"]: row for row in catalogue_of(tx).to_pylist()}
        page = catalogue_page(tx, q="gerö")
    state.close()

    assert (first.rows_read, first.kept, first.repeated, first.unreadable_rows, first.replaced) == (
        9,
        3,
        1,
        5,
        0,
    )
    assert again.replaced == 3
    assert (told["T1"]["price_micros"], told["T1"]["currency"], told["T1"]["is_in_stock"]) == (
        1_234_500_000,
        "EUR",
        True,
    )
    assert (told["T2"]["name"], told["T2"]["is_in_stock"]) == ("Hojicha, geröstet", False)
    assert told["T3"] == {
        "product_id": "T3",
        "name": "T3",
        "is_in_stock": True,
        **dict.fromkeys(("category", "price_micros", "currency", "image", "url")),
    }
    assert (page.total, page.rows[0].product_id, page.known.products, page.known.in_stock) == (1, "T2", 3, 2)
    assert page.known.categories == ["Tee"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name,price\nx,1\n", "import.missing_column"),
        ("id,name\n", "file.no_rows"),
        ("id,name\n1,a,too many\n", "catalogue.unreadable"),
        ("id,url\n1,ftp://x\n", "catalogue.unreadable"),
    ],
)
def test_a_file_of_which_nothing_can_be_kept_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path, text)
    assert refused.value.problems[0].code == code
