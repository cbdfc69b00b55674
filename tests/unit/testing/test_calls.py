from datetime import UTC, datetime, timedelta

from evergrow.ingest import take_in
from evergrow.storage.log import LoggedEntry
from evergrow.testing import alias, buy, entry_of, identify, refer, refund, sign_up, view

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_the_same_call_twice_is_a_repetition_and_a_different_one_is_not() -> None:
    assert buy(NOW, user="ana") == buy(NOW, user="ana")
    ids = {buy(NOW, user="ana", amount=amount)["messageId"] for amount in (1, 2)}
    assert len(ids | {buy(NOW + timedelta(days=1), user="ana", amount=1)["messageId"]}) == 3


def test_every_kind_of_call_is_accepted() -> None:
    calls = [
        view(NOW, device="d1"),
        sign_up(NOW, user="ana", device="d1"),
        identify(NOW, user="ana", device="d1", email="ana@example.com"),
        buy(NOW, user="ana", amount=12.5),
        refund(NOW, user="ana", amount=2.5),
        refer(NOW, user="ana"),
        alias(NOW, previous="d2", user="ana"),
    ]
    entry = entry_of(calls, received_at=NOW)
    fields = (entry.source_id, entry.dialect, entry.detail, entry.body, entry.received_at)
    intake = take_in([LoggedEntry(*fields, position=1)])
    assert intake.quarantined == []
    assert intake.events.num_rows == len(calls)
    assert intake.events["revenue_micros"].drop_null().to_pylist() == [12_500_000, 2_500_000]
