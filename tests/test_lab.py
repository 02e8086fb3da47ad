"""JupyterLab opens for this machine only and asks nobody for news."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from codesign.lab import LABEXTENSIONS, START, lab_command, lab_environment

TOKEN = "only-for-this-test"
FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetched(port: int, path: str) -> str | None:
    """The page, or None as long as nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Authorization": f"token {TOKEN}"})
        answer = connection.getresponse()
        return answer.read().decode() if answer.status == 200 else None
    except ConnectionError:
        return None
    finally:
        connection.close()


@pytest.fixture(scope="module")
def lab_port(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a running JupyterLab whose person has opened it to everyone in a configuration of their own."""
    home = tmp_path_factory.mktemp("jupyter")
    (home / "JUPYTER_CONFIG_DIR").mkdir()
    own = {"ServerApp": {"ip": "0.0.0.0"}}
    (home / "JUPYTER_CONFIG_DIR" / "jupyter_lab_config.json").write_text(json.dumps(own))
    port = free_port()
    extra = ["--no-browser", f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}"]
    environment = lab_environment(root, {**os.environ, **{name: str(home / name) for name in FOLDERS}})
    with subprocess.Popen([*lab_command(root), *extra], env=environment, stderr=subprocess.DEVNULL) as server:
        until = time.monotonic() + 60
        while fetched(port, "/lab") is None and time.monotonic() < until and server.poll() is None:
            time.sleep(0.1)
        yield port
        server.send_signal(signal.SIGTERM)


def test_news_and_update_checks_are_off_for_everyone_who_has_not_chosen(lab_port: int):
    notification = fetched(lab_port, "/lab/api/settings/@jupyterlab/apputils-extension:notification")
    chosen = {name: value["default"] for name, value in json.loads(notification)["schema"]["properties"].items()}
    assert (chosen["fetchNews"], chosen["checkForUpdates"]) == ("false", False)
    assert '"news": {"disabled": true}' in fetched(lab_port, "/lab")


def test_a_notebook_starts_without_asking_for_a_kernel(lab_port: int):
    tracker = json.loads(fetched(lab_port, "/lab/api/settings/@jupyterlab/notebook-extension:tracker"))
    assert tracker["schema"]["properties"]["autoStartDefaultKernel"]["default"] is True


def test_the_extension_that_runs_workbooks_is_given_and_its_file_is_served(lab_port: int):
    extensions = json.loads(fetched(lab_port, "/lab").partition('"federated_extensions": ')[2].partition("]")[0] + "]")
    (ours,) = [extension for extension in extensions if extension["name"] == "codesign-opening"]
    built = LABEXTENSIONS / ours["name"] / ours["load"]
    assert fetched(lab_port, f"/lab/extensions/{ours['name']}/{ours['load']}") == built.read_text("utf-8")


def test_a_jupyterlab_that_somebody_starts_otherwise_does_not_get_it(root: Path):
    settings = (root / "pyproject.toml").read_text("utf-8")
    assert "labextensions" not in settings
    assert not any((root / "templates" / "jupyter").rglob("*labextension*"))


@pytest.mark.platform_specific
@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's list of open ports")
def test_only_this_machine_can_connect(lab_port: int):
    listening = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = {row[1] for row in listening if row[3] == "0A" and row[1].endswith(f":{lab_port:04X}")}
    assert addresses == {f"0100007F:{lab_port:04X}"}


def test_the_persons_own_configuration_folders_stay_in_use(root: Path):
    environment = lab_environment(root, {"JUPYTER_CONFIG_PATH": "mine", "HOME": "home"})
    assert environment["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(root / "templates" / "jupyter"), "mine"]
    assert environment["HOME"] == "home"


def test_without_folders_of_ones_own_only_the_projects_is_named(root: Path):
    assert lab_environment(root, {})["JUPYTER_CONFIG_PATH"] == str(root / "templates" / "jupyter")


def test_it_opens_the_start_workbook_and_any_other_by_name(root: Path):
    assert f"--LabApp.default_url=/lab/tree/{START}" in lab_command(root)
    assert "--LabApp.default_url=/lab/tree/my%20notes.ipynb" in lab_command(root, "my notes.ipynb")
