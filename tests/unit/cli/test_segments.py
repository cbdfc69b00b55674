"""`evergrow segments`, on a data directory that nobody serves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evergrow.cli.commands import cli
from evergrow.runtime import Settings, open_workspace, save_segment, tick
from evergrow.testing import buy, entry_of, view

NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with one buyer, one visitor and one segment."""
    data = tmp_path_factory.mktemp("segments") / "data"
    workspace = open_workspace(Settings(data=data))
    workspace.log.append_now([entry_of([buy(NOW, user="ana"), view(NOW, user="ben")], received_at=NOW)])
    tick(workspace, NOW)
    text = "segment: buyers\ntitle: Buyers\nwhen: did 'Order Completed'\n"
    save_segment(workspace, text, by="Ana", now=NOW)
    workspace.close()
    return data


def _said(data: Path, *words: str) -> str:
    result = CliRunner().invoke(cli, ["segments", *words, "--data", str(data)], env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def test_segments_are_listed_and_shown_with_their_size(data: Path) -> None:
    listed, shown = _said(data, "list"), _said(data, "show", "buyers")
    assert [word in listed for word in ("buyers", "Buyers", "bought")] == [True] * 3
    assert "Customers who bought." in shown
    assert "1 customers; 0 came and 0 left in 7 days." in shown


def test_a_segment_is_exported_as_csv(data: Path, tmp_path: Path) -> None:
    said = _said(data, "export", "buyers", str(tmp_path / "buyers.csv"))
    assert "1 customers." in said
    lines = (tmp_path / "buyers.csv").read_text("utf-8").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("user:ana,")
