"""`evergrow why` and `evergrow bounces` on a data directory that nobody serves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from typer.testing import CliRunner

from evergrow.cli.commands import cli
from evergrow.engage.messages import NewMessage, enqueue, message_key
from evergrow.kernel import key_of
from evergrow.runtime import Settings, open_workspace, tick
from evergrow.testing import entry_of, identify

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_why_tells_each_message_and_its_reason(tmp_path: Path) -> None:
    workspace = open_workspace(Settings(data=tmp_path))
    workspace.log.append_now([entry_of([identify(NOW, user="ana", email="a@b.example")], received_at=NOW)])
    tick(workspace, NOW)
    new = NewMessage(
        message_key=message_key("spring", "user:ana"),
        origin="campaign",
        origin_name="spring",
        origin_version=1,
        step="",
        entry_key=None,
        identity_key=key_of("user:ana"),
        customer_id="user:ana",
        channel="email",
        topic="offers",
        template="hello",
        template_version=1,
        created_at=NOW,
        due_at=NOW,
    )
    with workspace.state.transaction() as tx:
        enqueue(tx, [new])
    tick(workspace, datetime.now(UTC))
    workspace.close()

    shown = CliRunner().invoke(cli, ["why", "user:ana", "--data", str(tmp_path)], env={"COLUMNS": "200"})

    assert shown.exit_code == 0, shown.output
    assert "campaign spring" in shown.output
    assert "The customer has not agreed to this topic on this channel." in shown.output
    assert "1 of 1 messages." in shown.output
    by_address = CliRunner().invoke(cli, ["why", "A@b.example", "--data", str(tmp_path)])
    assert "1 of 1 messages." in by_address.output
    nobody = CliRunner().invoke(cli, ["why", "bea@b.example", "--data", str(tmp_path)])
    assert "No customer goes by" in str(nobody.exception or nobody.output)


def test_bounces_are_taken_in_from_files(tmp_path: Path) -> None:
    open_workspace(Settings(data=tmp_path / "data")).close()
    bounce = tmp_path / "bounce.eml"
    bounce.write_text(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n"
        "Final-Recipient: rfc822; gone@shop.example\nAction: failed\nStatus: 5.1.1\n\n--B--\n"
    )

    shown = CliRunner().invoke(cli, ["bounces", str(bounce), "--data", str(tmp_path / "data")])
    piped = CliRunner().invoke(
        cli, ["bounces", "-", "--data", str(tmp_path / "data")], input=bounce.read_bytes()
    )

    assert shown.output.strip() == (
        "Mails: 1. Events: 0. Addresses suppressed: 1. Reports of no message of ours: 1."
    )
    assert piped.output.startswith("Mails: 1. Events: 0. Addresses suppressed: 0.")  # it is there already
