"""One process has a data directory open; others find the server that does."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from evergrow.cli.presence import Server, announce, held, server_of, sole, withdraw
from evergrow.kernel import Refusal

HOLD = """
import sys, time
from pathlib import Path
from evergrow.cli.presence import held
with held(Path(sys.argv[1])) as is_ours:
    print(is_ours, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen:
    """Another process that has the directory open."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_a_directory_is_open_in_one_process_until_that_ends_however_it_ends(
    tmp_path: Path, holder: subprocess.Popen
) -> None:
    with held(tmp_path) as is_ours:
        assert not is_ours

    holder.kill()
    holder.communicate()

    with held(tmp_path) as is_ours:
        assert is_ours


def test_a_server_that_was_killed_is_not_found(tmp_path: Path) -> None:
    announce(tmp_path, Server(os.getpid(), "http://127.0.0.1:1", "secret"))
    with sole(tmp_path) as server:
        assert server is None


def test_a_running_server_is_found_with_its_token(tmp_path: Path, holder: subprocess.Popen) -> None:
    running = Server(holder.pid, "http://127.0.0.1:8000", "secret")
    announce(tmp_path, running)

    with sole(tmp_path) as server:
        assert server == running

    withdraw(tmp_path)
    assert server_of(tmp_path) is None
    holder.kill()
    holder.communicate()


def test_only_this_user_may_read_the_token(tmp_path: Path) -> None:
    announce(tmp_path, Server(1, "http://127.0.0.1:1", "secret"))
    assert stat.S_IMODE((tmp_path / "server.json").stat().st_mode) == 0o600
    assert json.loads((tmp_path / "server.json").read_text())["token"] == "secret"


def test_a_command_waits_for_another_but_not_for_ever(tmp_path: Path, holder: subprocess.Popen) -> None:
    with pytest.raises(Refusal) as refused, sole(tmp_path, patience_seconds=0.2):
        pass
    assert refused.value.code == "data.in_use"
    holder.kill()
    holder.communicate()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
def test_an_unreadable_server_file_is_no_server(tmp_path: Path, text: str) -> None:
    (tmp_path / "server.json").write_text(text)
    assert server_of(tmp_path) is None
