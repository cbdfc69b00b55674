"""Customers are written as each platform wants them, and every address is hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from evergrow.deliver.audiences import Person, audience_csv, google_row, meta_row

ANA = Person(
    email="  Ana.Sato@Example.com ",
    phone="090-1234-5678",
    first_name=" Ana ",
    last_name="O'Brien-Sato",
    city="New York",
    state="new york",
    zip="94016-1234",
    country="us",
)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def test_google_hashes_names_and_addresses_and_leaves_country_and_zip_readable() -> None:
    assert google_row(ANA) == (
        sha("ana.sato@example.com"),
        "",  # no American number
        sha("ana"),
        sha("o'brien-sato"),
        "US",
        "94016-1234",
    )


def test_the_hash_is_the_one_that_google_documents() -> None:
    row = google_row(Person(email="test@gmail.com", phone="+1 800-888-8888"))

    assert row is not None
    assert row[0] == "87924606b4131a8aceeeae8868531fbb9712aaa07a5d3a756b26ce0f5d6ca674"
    assert row[1] == sha("+18008888888")


def test_half_an_address_is_no_address_to_google() -> None:
    assert google_row(Person(email="a@b.example", first_name="Ana", country="JP")) == (
        sha("a@b.example"),
        *[""] * 5,
    )


def test_meta_hashes_everything_in_its_own_spelling() -> None:
    assert meta_row(ANA) == [
        sha("ana.sato@example.com"),
        "",
        sha("ana"),
        sha("obriensato"),
        sha("newyork"),
        sha("ny"),
        sha("94016"),
        sha("us"),
    ]


@pytest.mark.parametrize(
    ("person", "column", "plain"),
    [
        (Person(email="a@b.c", phone="090-1234-5678", country="JP"), 1, "819012345678"),
        (Person(email="a@b.c", phone="+44 20 7946 0958"), 1, "442079460958"),
        (Person(email="a@b.c", zip="M1 1AE", country="GB"), 6, "m11"),
        (Person(email="a@b.c", zip="150-0001", country="JP"), 6, "1500001"),
        (Person(email="a@b.c", first_name="花子"), 2, "花子"),
        (Person(email="a@b.c", last_name="Nałęcz, Jr."), 3, "nałęczjr"),
        (Person(email="a@b.c", state="Bayern", country="DE"), 5, "bayern"),
        (Person(email="a@b.c", country="Japan"), 7, ""),
    ],
)
def test_meta_spells_what_it_hashes(person: Person, column: int, plain: str) -> None:
    row = meta_row(person)

    assert row is not None
    assert row[column] == sha(plain)


@pytest.mark.parametrize("row_of", [google_row, meta_row])
def test_who_cannot_be_known_by_anything_is_left_out(row_of) -> None:
    assert row_of(Person(email="nothing", phone="12", country="JP", zip="1")) is None


def test_the_file_has_one_header_and_no_readable_address() -> None:
    people = [Person(email=f"c{number}@shop.example") for number in range(2_500)]

    lines = "".join(audience_csv(people, "meta")).splitlines()

    assert lines[0] == "email,phone,fn,ln,ct,st,zip,country"
    assert len(lines) == 2_501
    assert not any("@" in line for line in lines)


def _cells(row: Sequence[str] | None) -> int:
    return len(row or ())


def test_a_row_has_as_many_cells_as_its_header() -> None:
    assert (_cells(google_row(ANA)), _cells(meta_row(ANA))) == (6, 8)
