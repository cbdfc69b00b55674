import json
from collections.abc import Mapping
from datetime import UTC, datetime

import pyarrow as pa

from evergrow.ingest import RECORDS, body_of, take_in
from evergrow.ingest.dialects import DIALECTS
from tests.unit.ingest.sending import entry, reasons

AT = datetime(2011, 12, 9, 12, 50, tzinfo=UTC)
ORDER = {
    "type": "track",
    "message_id": "order:581587",
    "name": "Order Completed",
    "user_id": "12680",
    "timestamp": AT,
    "properties": '{"total":249.45}',
}


def table(*rows: Mapping[str, object]) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=RECORDS)


def test_records_go_through_the_same_sieve() -> None:
    body = body_of(table(ORDER, ORDER, ORDER | {"user_id": None, "message_id": "other"}))

    intake = take_in([entry("imp_1", body, dialect="records")])

    assert intake.events["revenue_micros"].to_pylist() == [249_450_000]
    assert intake.events["at"].to_pylist() == [AT.replace(tzinfo=None)]
    assert intake.duplicates_in_batch == {"src_1": 1}
    assert reasons(intake) == ["missing_id"]
    assert intake.quarantined[0].detail == "imp_1"


def test_a_quarantined_record_reads_as_an_object_and_can_be_sent_again() -> None:
    nobody = entry("imp_1", body_of(table(ORDER | {"user_id": None})), dialect="records")
    aside = take_in([nobody]).quarantined[0]

    text = json.loads(aside.record)
    mended = DIALECTS["records"].wrap(json.dumps(text | {"user_id": "12680"}), "imp_1")

    assert text["properties"] == {"total": 249.45}
    again = take_in([entry("imp_1", mended, dialect="records")])
    assert again.events.to_pylist()[0]["revenue_micros"] == 249_450_000
    assert again.events.to_pylist()[0]["at"] == AT.replace(tzinfo=None)


def test_a_record_of_a_file_may_be_larger_than_an_event_of_an_api() -> None:
    large = ORDER | {"properties": json.dumps({"total": 1, "note": "x" * 100_000})}

    assert take_in([entry("", body_of(table(large)), dialect="records")]).events.num_rows == 1
