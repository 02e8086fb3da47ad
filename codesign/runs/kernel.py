"""The standard way: each notebook in a Jupyter kernel of its own, with crashes told as what they are."""

from __future__ import annotations

import sys
from typing import Any

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine
from papermill.log import logger

from codesign.runs.ended import mark_ended, took_too_long

NAME = "codesign-kernel"


class OwnPython(AsyncKernelManager):
    """Starts kernels with the Python that runs this, whatever a notebook names: that one has what workbooks need."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The kernel of this Python."""
        command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, display_name="Python 3", language="python")


class KernelEngine(Engine):  # type: ignore[misc]
    """papermill's own engine, but no widget state is kept, and a kernel that died is not "completed"."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        noise: Any = None,
        start_timeout: int = 60,
        execution_timeout: int | None = None,
        **_: Any,
    ) -> None:
        """Run the cells in a new kernel; what the kernel itself says goes to the file `noise`."""
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            kernel_manager_class=OwnPython,
            startup_timeout=start_timeout,
            timeout=execution_timeout,
            log=logger,
            store_widget_state=False,
            shutdown_kernel="immediate",
            coalesce_streams=True,
        )
        try:
            client.execute(**({"stdout": noise, "stderr": noise} if noise else {}))
        except CellTimeoutError:
            mark_ended(nb_man, _running(nb_man), took_too_long(execution_timeout or 0))
        except DeadKernelError:
            mark_ended(nb_man, _running(nb_man), "The process that ran this cell ended before the cell did.")


def _running(nb_man: Any) -> int:
    """Return the last cell that was started."""
    started = [index for index, cell in enumerate(nb_man.nb.cells) if cell.metadata.papermill["start_time"]]
    return started[-1] if started else 0
