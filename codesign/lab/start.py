"""JupyterLab as the workbooks need it: this machine only, no news or update checks, the person's set-up left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

START = "workbooks/00_start_here.ipynb"
LABEXTENSIONS = Path(__file__).resolve().parent / "labextensions"
"""What JupyterLab is given beside its own. Only this command gives it, so a plain JupyterLab stays as it is."""


def lab_command(root: Path, notebook: str = START) -> list[str]:
    """Return the command that opens a notebook, named from `root`, in JupyterLab for this machine only.

    A person's own JupyterLab configuration may open the server to others; what stands on the command line wins over it.
    """
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.allow_remote_access=False",
        f"--ServerApp.root_dir={root.resolve()}",
        f"--LabApp.default_url=/lab/tree/{quote(notebook)}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--LabApp.extra_labextensions_path={LABEXTENSIONS}",
        "--ServerApp.answer_yes=True",
        "--Application.log_level=ERROR",
    ]
    return [*command, "--allow-root"] if _is_root() else command


def lab_environment(root: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for `lab_command`: the project's settings as defaults, before the person's own folders."""
    folders = [str(root.resolve() / "templates" / "jupyter"), environment.get("JUPYTER_CONFIG_PATH", "")]
    return {
        **environment,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(folder for folder in folders if folder),
        "JUPYTER_PREFER_ENV_PATH": "1",
    }


def open_lab(root: Path, notebook: str = START) -> int:
    """Open a notebook in JupyterLab, wait until it is stopped, and return its exit code."""
    server = subprocess.Popen(lab_command(root, notebook), env=lab_environment(root, os.environ))
    try:
        return server.wait()
    except KeyboardInterrupt:
        # The server has had the same Ctrl+C and is stopping its notebooks.
        return server.wait()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
