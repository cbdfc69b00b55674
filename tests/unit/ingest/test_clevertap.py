import json
from typing import Any

import pytest

from evergrow.ingest import Intake, take_in
from tests.unit.ingest.sending import entry, reasons

EVENT = {"identity": "ana", "type": "event", "evtName": "Viewed", "ts": 1_700_000_000}


def of_upload(*records: Any) -> Intake:
    return take_in([entry("upload", {"d": list(records)}, dialect="clevertap")])


@pytest.mark.parametrize(
    ("ids", "identity"),
    [
        ({"identity": "ana"}, "user:ana"),
        ({"identity": 5}, "user:5"),
        ({"objectId": "d"}, "anon:d"),
        ({"FBID": 7}, "user:fbid:7"),
        ({"GPID": "8"}, "user:gpid:8"),
    ],
)
def test_any_of_the_four_ids_will_do(ids: dict[str, Any], identity: str) -> None:
    record = {key: value for key, value in EVENT.items() if key != "identity"} | ids

    assert of_upload(record).identities["identity"].to_pylist() == [identity]


def test_an_identity_with_a_device_links_both() -> None:
    links = of_upload(EVENT | {"objectId": "d"}).links.to_pylist()

    assert [(link["identity"], link["other_identity"]) for link in links] == [("anon:d", "user:ana")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"identity": None}, "missing_id"),
        ({"evtName": None}, "missing_event_name"),
        ({"type": None}, "unknown_type"),
        ({"type": "track"}, "unknown_type"),
        ({"evtData": [1]}, "wrong_type"),
        ({"ts": "now"}, "wrong_type"),
        ({"ts": -1}, "date_out_of_range"),
        ({"ts": 1_700_000_000_000}, "date_out_of_range"),  # in milliseconds
        ({"ts": 253_402_300_799}, "date_out_of_range"),  # the year 9999
        ({"ts": 1_900_000_000}, "date_in_future"),
        ({"evtData": {"due": "$D_999999999999999"}}, "date_unreadable"),
        ({"evtName": "Charged", "evtData": {"Amount": "ten"}}, "amount_unreadable"),
    ],
)
def test_each_broken_record_has_its_reason_and_costs_the_neighbors_nothing(
    change: dict[str, Any], reason: str
) -> None:
    intake = of_upload(EVENT, EVENT | change, EVENT | {"identity": "ben"})

    assert reasons(intake) == [reason]
    assert intake.quarantined[0].ordinal == 1
    assert intake.events["ordinal"].to_pylist() == [0, 2]


def test_dates_are_written_as_every_other_dialect_writes_them() -> None:
    event = of_upload(
        EVENT | {"evtData": {"due": "$D_1700000000", "note": "$D_ is a date"}}
    ).events.to_pylist()[0]

    assert json.loads(event["properties"]) == {"due": "2023-11-14T22:13:20Z", "note": "$D_ is a date"}


def test_a_broken_upload_is_one_record() -> None:
    intake = take_in([entry("upload", b'{"d":[', dialect="clevertap")])

    assert (reasons(intake), intake.received) == (["broken_json"], {"src_1": 1})
