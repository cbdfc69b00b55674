"""A text is cut into the pieces that the network sends, and the customer's brand pays for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evergrow.deliver.phones import text_parts
from evergrow.deliver.phones.segments import ALONE, BASIC, ESCAPED, IN_A_ROW

TEXTS = st.one_of(
    st.text(st.sampled_from(sorted(BASIC | ESCAPED)), max_size=500),
    st.text(max_size=300),
    st.text(st.sampled_from("aé日😀"), max_size=300),
)


@pytest.mark.parametrize(
    ("text", "encoding", "count"),
    [
        ("", "gsm7", 1),
        ("a" * 160, "gsm7", 1),
        ("a" * 161, "gsm7", 2),
        ("a" * 306, "gsm7", 2),
        ("a" * 307, "gsm7", 3),
        ("€" * 80, "gsm7", 1),
        ("a" * 159 + "€", "gsm7", 2),
        ("日" * 70, "ucs2", 1),
        ("日" * 71, "ucs2", 2),
        ("日" * 134, "ucs2", 2),
        ("日" * 135, "ucs2", 3),
        ("😀" * 35, "ucs2", 1),
        ("😀" * 36, "ucs2", 2),
        ("’" + "a" * 70, "ucs2", 2),
        ("ç", "ucs2", 1),  # only the capital one is in the alphabet
    ],
)
def test_known_texts_cost_what_the_network_charges(text: str, encoding: str, count: int) -> None:
    cut = text_parts(text)

    assert (cut.encoding, cut.count) == (encoding, count)


def test_an_escaped_character_is_not_torn_between_two_pieces() -> None:
    cut = text_parts("a" * 152 + "€" + "a" * 152)

    assert [len(part) for part in cut.parts] == [152, 152, 1]  # 306 septets, and still three pieces


@given(TEXTS)
def test_the_pieces_are_the_text_and_none_is_too_long(text: str) -> None:
    cut = text_parts(text)
    room = ALONE[cut.encoding] if cut.count == 1 else IN_A_ROW[cut.encoding]

    assert "".join(cut.parts) == text
    assert all(_units(part, cut.encoding) <= room for part in cut.parts)


@given(TEXTS)
def test_no_piece_more_than_needed(text: str) -> None:
    """A piece ends early by at most one unit, where a character of two would have been torn."""
    cut = text_parts(text)
    if cut.count > 1:
        least = IN_A_ROW[cut.encoding] - 1
        assert all(_units(part, cut.encoding) >= least for part in cut.parts[:-1])
        assert cut.units > ALONE[cut.encoding]


def _units(text: str, encoding: str) -> int:
    """Counted another way: by what the encodings write."""
    if encoding == "ucs2":
        return len(text.encode("utf-16-be", "surrogatepass")) // 2
    return len(text) + sum(text.count(character) for character in ESCAPED)
