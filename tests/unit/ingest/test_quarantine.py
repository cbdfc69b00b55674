import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from evergrow.ingest import (
    Source,
    count_intake,
    create_source,
    download_quarantine,
    find_source,
    keep_quarantined,
    list_quarantine,
    list_sources,
    mend_quarantined,
    read_counts,
    rename_source,
    retry_quarantined,
    revoke_source,
    take_in,
)
from evergrow.kernel import Refusal
from evergrow.storage.log import Entry, Log
from evergrow.storage.state import State, Tx
from tests.unit.ingest.sending import NOW, track

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log(tmp_path / "log.sqlite")
    yield log
    log.close()


@pytest.fixture(scope="module")
def empty_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all tables: copied for each test, because the migrations take a second."""
    path = tmp_path_factory.mktemp("empty") / "state.sqlite"
    state = State.in_file(path)
    state.upgrade()
    state.close()
    return path


@pytest.fixture
def tx(tmp_path: Path, empty_state: Path) -> Iterator[Tx]:
    state = State.in_file(Path(shutil.copy(empty_state, tmp_path / "state.sqlite")))
    with state.transaction() as tx:
        yield tx
    state.close()


@pytest.fixture
def source(tx: Tx) -> Source:
    return create_source(tx, "Shop", "http", NOW)


def receive(tx: Tx, log: Log, source: Source, *events: object) -> None:
    """Events come in as a batch, and are taken in as the tick does it."""
    body = json.dumps({"batch": list(events)}).encode()
    log.append_now([Entry(source.id, "segment", "batch", body, NOW)])
    settle(tx, log)


def settle(tx: Tx, log: Log) -> None:
    """Take in what waits in the log, and count it."""
    entries = log.read(0)
    log.forget(log.last_position(), received_before=LATER)
    intake = take_in(entries)
    new = keep_quarantined(tx, intake.quarantined)
    accepted: dict[str, int] = {}
    for source_id in intake.events["source_id"].to_pylist():
        accepted[source_id] = accepted.get(source_id, 0) + 1
    count_intake(tx, accepted=accepted, quarantined=new, duplicates=intake.duplicates_in_batch)


def ended(tx: Tx) -> tuple[int, int, int]:
    counts = read_counts(tx)
    return counts.accepted, counts.quarantined, counts.duplicates


def test_every_record_is_counted_by_how_it_ended(tx: Tx, log: Log, source: Source) -> None:
    receive(
        tx, log, source, track(messageId="m"), track(messageId="m"), track(userId=None), {"type": "x"}, {}
    )

    counts = read_counts(tx)

    assert ended(tx) == (1, 3, 1)
    assert counts.received == 5
    assert [(one.reason, one.title, one.count) for one in counts.by_reason] == [
        ("unknown_type", "Unknown type of record", 2),
        ("missing_id", "No id of a customer", 1),
    ]
    listed = list_sources(tx)[0]
    assert (listed.accepted, listed.quarantined, listed.duplicates) == (1, 3, 1)


def test_the_list_is_newest_first_narrowed_and_paged(tx: Tx, log: Log, source: Source) -> None:
    other = create_source(tx, "App", "http", NOW)
    receive(tx, log, source, {"type": "a"}, {"type": "b"}, track(userId=None))
    receive(tx, log, other, {"type": "c"})

    assert [json.loads(row.record).get("type") for row in list_quarantine(tx).rows] == [
        "c",
        "track",
        "b",
        "a",
    ]
    page = list_quarantine(tx, reason="unknown_type", source_id=source.id, offset=1, limit=1)
    assert (page.total, [json.loads(row.record)["type"] for row in page.rows]) == (2, ["a"])
    assert all(row.next_step and row.reason_title for row in page.rows)


def test_the_download_has_a_line_for_each_open_record(tx: Tx, log: Log, source: Source) -> None:
    receive(tx, log, source, *({"type": f"t{number}"} for number in range(2_100)))

    lines = [json.loads(line) for line in download_quarantine(tx)]

    assert len(lines) == 2_100
    assert json.loads(lines[0]["record"]) == {"type": "t0"}
    assert (lines[0]["reason"], lines[0]["received_at"]) == ("unknown_type", "2026-11-21T12:00:00Z")
    assert list(download_quarantine(tx, reason="missing_id")) == []


def test_a_mended_record_leaves_quarantine_and_is_accepted(tx: Tx, log: Log, source: Source) -> None:
    receive(tx, log, source, track(event=None))
    aside = list_quarantine(tx).rows[0]

    mend_quarantined(tx, log, LATER, aside.id, json.dumps(json.loads(aside.record) | {"event": "Signed Up"}))

    assert (list_quarantine(tx).total, ended(tx)) == (0, (0, 0, 0))
    settle(tx, log)
    assert ended(tx) == (1, 0, 0)


def test_a_mended_record_keeps_the_moment_it_was_received(tx: Tx, log: Log, source: Source) -> None:
    receive(tx, log, source, track(event=None))
    mend_quarantined(tx, log, LATER, list_quarantine(tx).rows[0].id, json.dumps(track()))

    assert [entry.received_at for entry in log.read(0)] == [NOW]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "quarantine.still_broken_json"),
        ('{"type":"track","userId":"ana"}', "quarantine.still_missing_event_name"),
        ("[]", "quarantine.still_wrong_type"),
    ],
)
def test_a_record_that_is_still_broken_stays_and_the_answer_says_why(
    tx: Tx, log: Log, source: Source, text: str, code: str
) -> None:
    receive(tx, log, source, track(event=None))
    before = log.last_position()

    with pytest.raises(Refusal) as refused:
        mend_quarantined(tx, log, LATER, list_quarantine(tx).rows[0].id, text)

    assert (refused.value.code, refused.value.status) == (code, 422)
    assert (list_quarantine(tx).total, log.last_position()) == (1, before)


def test_a_record_cannot_be_mended_twice(tx: Tx, log: Log, source: Source) -> None:
    receive(tx, log, source, track(event=None))
    row = list_quarantine(tx).rows[0]
    mend_quarantined(tx, log, LATER, row.id, json.dumps(track()))

    with pytest.raises(Refusal) as refused:
        mend_quarantined(tx, log, LATER, row.id, json.dumps(track()))

    assert (refused.value.code, refused.value.status) == ("quarantine.not_found", 404)


def test_records_retried_as_they_are_come_back_and_are_counted_once(tx: Tx, log: Log, source: Source) -> None:
    receive(tx, log, source, {"type": "a"}, {"type": "b"}, track(event=None), track())
    ids = [row.id for row in list_quarantine(tx, reason="unknown_type").rows]

    assert retry_quarantined(tx, log, LATER, ids=ids[:1]) == 1
    assert ended(tx) == (1, 2, 0)
    assert retry_quarantined(tx, log, LATER, reason="unknown_type") == 1
    settle(tx, log)

    assert ended(tx) == (1, 3, 0)
    assert list_quarantine(tx).total == 3


def test_a_write_key_finds_its_source_until_it_is_revoked(tx: Tx, source: Source) -> None:
    found = find_source(tx, source.write_key)
    assert found is not None
    assert (found.id, found.name, found.created_at) == (source.id, "Shop", NOW)

    rename_source(tx, source.id, "  Web shop ")
    assert [one.name for one in list_sources(tx)] == ["Web shop"]

    revoke_source(tx, source.id, LATER)
    assert (find_source(tx, source.write_key), list_sources(tx)) == (None, [])
    with pytest.raises(Refusal) as refused:
        rename_source(tx, source.id, "x")
    assert (refused.value.code, refused.value.status) == ("source.not_found", 404)


def test_only_a_clevertap_source_has_a_passcode(tx: Tx, source: Source) -> None:
    assert source.passcode is None
    assert create_source(tx, "CleverTap", "clevertap", NOW).passcode


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("Shop", "carrier pigeon", "source.unknown_kind"),
        ("  ", "http", "source.unnamed"),
        ("x" * 201, "http", "source.name_too_long"),
    ],
)
def test_a_source_needs_a_name_and_a_known_kind(tx: Tx, name: str, kind: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        create_source(tx, name, kind, NOW)

    assert refused.value.code == code
