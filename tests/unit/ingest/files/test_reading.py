"""Files as they come: any delimiter, encoding, packing and shape; and a clear no to what cannot be read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from evergrow.ingest.files import preview
from evergrow.kernel import Refusal
from tests.unit.ingest.files.reading import read, read_text

HEADER = "order_id,customer_id,date,price,product_name\n"
LINE = "7,ana,2024-03-01,5,Tea\n"


def _products(found: object) -> list[str]:
    return [event["properties"]["products"][0]["name"] for event in found.named("Order Completed")]  # type: ignore[attr-defined]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_told_by_the_first_lines(tmp_path: Path, delimiter: str) -> None:
    found = read_text(tmp_path, (HEADER + LINE).replace(",", delimiter))

    assert _products(found) == ["Tea"]


def test_excels_own_delimiter_line_is_followed(tmp_path: Path) -> None:
    found = read_text(tmp_path, "sep=;\r\n" + (HEADER + LINE).replace(",", ";").replace("\n", "\r\n"))

    assert _products(found) == ["Tea"]


@pytest.mark.parametrize(
    ("text", "products"),
    [
        (b"\xef\xbb\xbf" + (HEADER + LINE).encode(), ["Tea"]),  # a byte order mark
        ("\ufeff".encode("utf-16-le") + (HEADER + LINE).encode("utf-16-le"), ["Tea"]),
        ((HEADER + "7,ana,2024-03-01,5,K\u00e4se\n").encode("cp1252"), ["Käse"]),
        (
            HEADER.encode()
            + "7,ana,2024-03-01,5,Käse\n".encode()
            + "8,ana,2024-03-02,5,Käse \u20ac\n".encode("cp1252"),
            ["Käse", "Käse €"],
        ),
        (
            HEADER.encode() + b"7,ana,2024-03-01,5,odd \x81 byte\n",
            ["odd \x81 byte"],
        ),  # in no code page but Latin-1
        (
            "注文番号,顧客ID,注文日,単価,商品名\n7,ana,2024-03-01,5,おいしいおちゃ\n".encode("cp932"),
            ["おいしいおちゃ"],
        ),
        ((HEADER + LINE).replace("\n", "\r\n").encode(), ["Tea"]),
        ((HEADER + LINE).replace("\n", "\r").encode(), ["Tea"]),
        ((HEADER + LINE).rstrip("\n").encode(), ["Tea"]),
        ((HEADER + '7,ana,2024-03-01,5,"two\nlines, ""quoted"""\n').encode(), ['two\nlines, "quoted"']),
        ((HEADER + '7,ana,2024-03-01,5,5" nail\n\n8,ana,2024-03-02,5,x\n').encode(), ['5" nail', "x"]),
    ],
)
def test_text_is_read_as_it_was_meant(tmp_path: Path, text: bytes, products: list[str]) -> None:
    assert _products(read_text(tmp_path, text)) == products


@pytest.mark.parametrize(
    "broken",
    [
        '1000,ana,2024-03-01,5,"never closed',
        '1000,ana,2024-03-01,5,"bad"quote',
        "1000,ana,2024-03-01",
        "1000,ana,2024-03-01,5,x,too,many",
    ],
)
def test_a_broken_line_costs_only_itself(tmp_path: Path, broken: str) -> None:
    lines = [f'{n},ana,2024-03-01,5,"product {n}"' for n in range(2_000)]
    lines[1_000] = broken

    found = read_text(tmp_path, HEADER + "\n".join(lines) + "\n")

    assert [reason for reason, _ in found.refused] == ["unreadable_line"]
    assert json.loads(found.intake.quarantined[0].record)["properties"]["line"] == broken
    assert (found.written.rows_read, found.accepted_rows, found.refused_rows) == (2_000, 1_999, 1)


def test_a_packed_file_is_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv.gz"
    path.write_bytes(gzip.compress((HEADER + LINE).encode()))

    assert _products(read(path, "orders")) == ["Tea"]


def test_lines_and_quotes_may_fall_between_two_pieces_of_a_file(tmp_path: Path) -> None:
    lines = [f'{n},ana,2024-03-01,1,"one\ntwo ""{n}"" ü"' for n in range(500)]

    found = read_text(tmp_path, HEADER + "\n".join(lines) + "\n", sizes={"piece_bytes": 100})

    assert (found.accepted_rows, found.refused) == (500, [])
    assert sorted(_products(found)) == sorted(f'one\ntwo "{n}" ü' for n in range(500))


def test_a_file_that_does_not_fit_in_memory_gives_the_same_orders(tmp_path: Path) -> None:
    lines = "".join(f"{n % 700},ana{n % 7},2024-03-01,1.25,p{n}\n" for n in range(3_000))
    whole = read_text(tmp_path, HEADER + lines, sizes={"piece_bytes": 10_000})

    spilled = read_text(tmp_path, HEADER + lines, sizes={"piece_bytes": 10_000, "kept_bytes": 20_000})

    def told(found: object) -> list[tuple[str, int, object]]:
        return sorted((e["message_id"], e["revenue_micros"], str(e["properties"])) for e in found.events)  # type: ignore[attr-defined]

    assert told(spilled) == told(whole)
    assert len(whole.events) == 700


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "orders.parquet"
    moments = pa.array([1_709_287_200_000_000], pa.timestamp("us", "Asia/Tokyo"))
    pq.write_table(
        pa.table(
            {"order_id": [7], "customer_id": [12347.0], "date": moments, "price": [0.1], "quantity": [3]}
        ),
        path,
    )

    (order,) = read(path, "orders").named("Order Completed")

    assert order["message_id"] == "order:12347:7"
    assert (order["revenue_micros"], order["at"].isoformat()) == (300_000, "2024-03-01T10:00:00")


def test_json_lines_are_read_and_broken_ones_set_aside(tmp_path: Path) -> None:
    text = '{"order_id": 7, "customer_id": "ana", "date": "2024-03-01", "price": 5.5}\n{broken\n[1]\n'

    found = read_text(tmp_path, text, name="orders.ndjson")

    assert found.named("Order Completed")[0]["revenue_micros"] == 5_500_000
    assert [reason for reason, _ in found.refused] == ["unreadable_line", "unreadable_line"]


def test_all_missing_columns_are_named_at_once_with_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, "order_idd,shop,prise\n1,2,3\n")

    problems = refusal.value.problems
    assert [problem.where for problem in problems] == [
        "--map order_id=...",
        "--map customer_id=...",
        "--map at=...",
        "--map price=...",
    ]
    assert {problem.code for problem in problems} == {"import.missing_column"}
    assert "Did you mean 'order_idd'?" in problems[0].what
    assert "order_idd, shop, prise" in problems[0].next_step


def test_a_column_can_be_mapped_by_hand_and_a_slip_is_told(tmp_path: Path) -> None:
    text = "a,b,c,d\n7,ana,2024-03-01,5\n"

    found = read_text(tmp_path, text, mapping={"order_id": "a", "customer_id": "b", "at": "c", "price": "d"})
    assert found.named("Order Completed")[0]["order_id"] == "7"

    found = read_text(tmp_path, HEADER + LINE, mapping={"product": ""})  # mapped to nothing: left out
    assert "name" not in found.events[0]["properties"]["products"][0]

    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, HEADER + LINE, mapping={"order_di": "order_id", "price": "prise"})
    assert [problem.code for problem in refusal.value.problems] == [
        "import.unknown_field",
        "import.unknown_column",
    ]
    assert "Did you mean 'order_id'?" in refusal.value.problems[0].what


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "file.empty"),
        ("blank.csv", b"\n \n", "file.empty"),
        ("header.csv", HEADER.encode(), "file.no_rows"),
        ("header.csv", HEADER.rstrip().encode(), "file.no_rows"),
        ("book.xlsx", b"PK\x03\x04rest", "file.workbook"),
        ("picture.csv", b"\x89PNG\x00\x00\x01", "file.not_text"),
        ("cut.csv.gz", gzip.compress((HEADER + LINE * 5_000).encode(), mtime=0)[:100], "file.broken_packing"),
        ("cut.parquet", b"PAR1 and no more", "file.broken_parquet"),
        ("array.json", b'[{"order_id": 1}]', "file.json_array"),
        ("nameless.csv", b",,,\n1,2,3,4\n", "file.no_header"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_clearly(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, content, name=name)

    assert refusal.value.code == code
    assert all(problem.what and problem.next_step for problem in refusal.value.problems)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"zone": "Europe/Lundon"}, "zone.unknown"),
        ({"zone": ""}, "zone.unknown"),
        ({"zone": "../../etc/passwd"}, "zone.unknown"),
        ({"currency": "pounds"}, "currency.unknown"),
        ({"kind": "ordres"}, "import.unknown_kind"),
    ],
)
def test_options_that_mean_nothing_are_refused(tmp_path: Path, options: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read_text(tmp_path, HEADER + LINE, **options)  # type: ignore[arg-type]

    assert refusal.value.code == code


def test_a_preview_shows_columns_guess_and_gaps_from_the_first_part_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "start.csv"
    path.write_bytes(
        ("Bestellnr;Kunde;Bestelldatum;Farbe\n" + "7;ana;01.03.2024;rot\n" * 20_000).encode()[: 256 * 1024]
    )

    shown = preview(path, "bestellungen.csv", "orders")

    assert shown.mapping["order_id"] == "Bestellnr"
    assert shown.mapping["at"] == "Bestelldatum"
    assert shown.mapping["sku"] is None
    assert shown.missing == ["price"]
    assert (shown.delimiter, shown.encoding) == (";", "utf-8")
    assert shown.columns[3].samples == ["rot"]
    assert len(shown.rows_sample) == 10
