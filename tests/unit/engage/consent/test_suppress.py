"""The suppression list: put on, taken off with a note, imported, exported, and found however it is spelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from evergrow.engage.consent import (
    PublicLinks,
    address_hash,
    export_suppressions,
    import_suppressions,
    list_suppressions,
    suppress,
    suppressed_addresses,
    unsuppress,
)
from evergrow.kernel import Refusal
from evergrow.storage.state import State

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    state = State.in_file(tmp_path / "state.sqlite")
    state.upgrade()
    yield state
    state.close()


def _found(state: State, *pairs: tuple[str, str]) -> dict[tuple[str, str], str]:
    with state.reading() as tx:
        return suppressed_addresses(tx, pairs)


def test_an_address_is_found_however_it_is_spelled(state: State) -> None:
    with state.transaction() as tx:
        assert suppress(tx, channel="email", address="Ana@Example.com ", reason="complaint", by="D", now=NOW)
        assert not suppress(
            tx, channel="email", address="ana@example.COM", reason="operator", by="D", now=NOW
        )
        assert suppress(tx, channel="sms", address="+81 (90) 1234-5678", reason="operator", by="D", now=NOW)
        assert suppress(tx, channel="all", address="ben@example.com", reason="legal", by="D", now=NOW)
    assert _found(
        state, ("email", "ANA@example.com"), ("sms", "ana@example.com"), ("sms", "+819012345678"),
        ("email", "ben@example.com"), ("email", "cho@example.com"),
    ) == {
        ("email", "ANA@example.com"): "complaint",
        ("sms", "+819012345678"): "operator",
        ("email", "ben@example.com"): "legal",
    }  # fmt: skip


def test_taking_an_address_off_needs_a_note_and_putting_it_back_works(state: State) -> None:
    with state.transaction() as tx:
        suppress(tx, channel="email", address="ana@example.com", reason="hard_bounce", by="D", now=NOW)
    with pytest.raises(Refusal) as refused, state.transaction() as tx:
        unsuppress(tx, channel="email", address="ana@example.com", by="Ana", now=NOW, note=" ")
    assert refused.value.code == "suppression.note_missing"
    with state.transaction() as tx:
        unsuppress(tx, channel="email", address="ANA@example.com", by="Ana", now=NOW, note="She called.")
    assert _found(state, ("email", "ana@example.com")) == {}
    with pytest.raises(Refusal) as refused, state.transaction() as tx:
        unsuppress(tx, channel="email", address="ana@example.com", by="Ana", now=NOW, note="Again.")
    assert refused.value.code == "suppression.unknown"
    with state.transaction() as tx:
        assert suppress(tx, channel="email", address="ana@example.com", reason="operator", by="D", now=NOW)
    assert _found(state, ("email", "ana@example.com")) == {("email", "ana@example.com"): "operator"}


def test_a_file_of_addresses_and_hashes_is_taken_in_and_comes_out_again(state: State) -> None:
    digest = address_hash("email", "cho@example.com")
    text = f"name,email\nAna,ana@example.com\nBen,\nCho,{digest.upper()}\nDan,dan\nAna,ANA@example.com\n"
    with state.transaction() as tx:
        brought = import_suppressions(tx, text, channel="email", reason="legal", by="Ana", now=NOW)
        again = import_suppressions(
            tx, "ana@example.com\neve@example.com\n", channel="email", reason="imported", by="Ana", now=NOW
        )
    assert (brought.added, brought.known, brought.unreadable) == (2, 0, 2)
    assert [(row.line, row.why, row.found) for row in brought.unread] == [
        (3, "no_address", ""),
        (5, "no_address", "dan"),
    ]
    assert (again.added, again.known) == (1, 1)
    assert _found(state, ("email", "cho@example.com")) == {("email", "cho@example.com"): "legal"}
    with state.reading() as tx:
        assert export_suppressions(tx).count("\n") == 4
        page = list_suppressions(tx, channel="email", reason="legal", search="", offset=0, limit=10)
        assert (page.total, len(page.rows)) == (2, 2)
        found = list_suppressions(tx, channel=None, reason=None, search="CHO@example.com", offset=0, limit=10)
        assert [row.address_hash for row in found.rows] == [digest]


def test_what_a_row_says_of_itself_goes_before_what_is_chosen_for_the_file(state: State) -> None:
    text = (
        "email,Reason,channel,note\nana@example.com,legal,,Court order 7\nben@example.com,,,\n"
        "cho@example.com,angry,,\ndan@example.com,Hard Bounce,all,\neve@example.com,legal,fax,\n"
    )
    with state.transaction() as tx:
        brought = import_suppressions(
            tx, text, channel="email", reason="complaint", by="Ana", now=NOW, note="Old tool"
        )
    assert (brought.added, brought.known, brought.unreadable) == (3, 0, 2)
    assert [(row.line, row.why, row.found) for row in brought.unread] == [
        (4, "unknown_reason", "angry"),
        (6, "unknown_channel", "fax"),
    ]
    with state.reading() as tx:
        page = list_suppressions(tx, channel=None, reason=None, search="", offset=0, limit=10)
    assert {(row.address, row.channel, row.reason, row.note) for row in page.rows} == {
        ("ana@example.com", "email", "legal", "Court order 7"),
        ("ben@example.com", "email", "complaint", "Old tool"),
        ("dan@example.com", "all", "hard_bounce", "Old tool"),
    }


def test_a_list_that_went_out_comes_in_as_it_was(state: State, tmp_path: Path) -> None:
    text = f"address,reason\n-ana@example.com,legal\n{address_hash('email', 'cho@example.com')},complaint\n"
    with state.transaction() as tx:
        import_suppressions(tx, text, channel="email", reason="imported", by="Ana", now=NOW)
        suppress(tx, channel="sms", address="+819012345678", reason="operator", by="Ana", now=NOW)
        whole = export_suppressions(tx)
    other = State.in_file(tmp_path / "other.sqlite")
    other.upgrade()
    with other.transaction() as tx:
        import_suppressions(tx, whole, channel="email", reason="imported", by="Ana", now=NOW)
        assert export_suppressions(tx) == whole
    other.close()


@pytest.mark.parametrize(
    ("cells", "code"),
    [("angry,email", "suppression.unknown_reason"), ("legal,fax", "suppression.unknown_channel")],
)
def test_a_file_of_which_no_row_can_be_taken_says_why(state: State, cells: str, code: str) -> None:
    text = f"email,reason,channel\nana@example.com,{cells}\n"
    with pytest.raises(Refusal, match="Line 2") as refused, state.transaction() as tx:
        import_suppressions(tx, text, channel="email", reason="imported", by="Ana", now=NOW)
    assert refused.value.code == code


def test_a_file_without_addresses_is_refused(state: State) -> None:
    with pytest.raises(Refusal) as refused, state.transaction() as tx:
        import_suppressions(tx, "a,b\nc,d\n", channel="email", reason="imported", by="Ana", now=NOW)
    assert refused.value.code == "suppression.empty_file"


def test_a_signed_link_says_what_it_was_made_for_and_nothing_else() -> None:
    links = PublicLinks(b"secret", "https://grow.example/")
    url = links.unsubscribe_url(identity="user:ana", channel="email", topic="offers", message_key=-5)
    assert url.startswith("https://grow.example/p/unsubscribe/")
    token = url.rpartition("/")[2]
    claim = links.read(token, purpose="unsubscribe")
    assert (claim.identity, claim.channel, claim.topic, claim.message_key) == (
        "user:ana",
        "email",
        "offers",
        -5,
    )
    for bad, purpose in ((token, "preferences"), (token[:-1], "unsubscribe"), ("", "unsubscribe"), ("x" * 9_000, "unsubscribe")):  # fmt: skip
        with pytest.raises(Refusal):
            links.read(bad, purpose=purpose)  # type: ignore[arg-type]
    with pytest.raises(Refusal):
        PublicLinks(b"other", "https://grow.example").read(token, purpose="unsubscribe")
