"""Screens on a bare page: cells run in this process, and their screens talk with it as they would through a kernel."""

from __future__ import annotations

import ast
import json
import queue
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser
from screen_trial import Project, Screen, make_project, prefer, sources_of

from codesign import widgets

PAGE = Path(__file__).with_suffix(".html")
THEME_FILES = {
    "JupyterLab Light": "theme-light-extension",
    "JupyterLab Dark": "theme-dark-extension",
    "JupyterLab Dark High Contrast": "theme-dark-high-contrast-extension",
}
IN_ORDER = """(kinds) => {
  const left = [...kinds];
  window.bare.heard.forEach((kind) => { if (kind === left[0]) left.shift(); });
  return !left.length;
}"""
TO_THEME = """([name, isLight]) => new Promise((done) => {
  const link = document.getElementById("theme");
  link.onload = () => requestAnimationFrame(() => requestAnimationFrame(done));
  link.href = `/themes/${encodeURIComponent(name)}.css?again=${Math.random()}`;
  document.body.dataset.jpThemeName = name;
  document.body.dataset.jpThemeLight = String(isLight);
})"""


class Notebook:
    """The cells of a notebook, run in this process; what they give is said to its page, and so is what screens send."""

    def __init__(self, sources: list[str], kernel: threading.RLock) -> None:
        self.sources, self.kernel = sources, kernel
        self.screens: list[widgets.Screen] = []
        self.errors: list[str] = []
        self.to_page: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self.said = 0
        self._saying = threading.Lock()

    def run_all(self) -> None:
        """Run all cells in a new namespace and show what they give."""
        with self.kernel:
            namespace: dict[str, Any] = {"__name__": "__main__"}
            values = [(source, _run(source, namespace)) for source in self.sources]
            shown = [{"source": source, **self._output(value)} for source, value in values if value is not None]
            self._say({"outputs": shown})

    def _output(self, value: object) -> dict[str, object]:
        if not isinstance(value, widgets.Screen):
            return {"html": value._repr_html_()}  # type: ignore[attr-defined]
        number = len(self.screens)
        self.screens.append(value)
        value.view.send = lambda content: self._say({"screen": number, "content": content})
        return {"screen": number}

    def _say(self, message: Mapping[str, object]) -> None:
        line = json.dumps(message, allow_nan=False)
        with self._saying:
            self.said += 1
            self.to_page.put(line)

    def hear(self, number: int, body: bytes) -> None:
        """Give a screen's message to its object, one after the other as a kernel does."""
        head, rest = body.split(b"\n", 1)
        message = json.loads(head)
        buffers, at = [], 0
        for length in message["lengths"]:
            buffers.append(memoryview(rest)[at : at + length])
            at += length
        view = self.screens[number].view
        with self.kernel:
            try:
                for callback in view._msg_callbacks.callbacks:
                    callback(view, message["content"], buffers)
            except Exception as error:  # noqa: BLE001  the test that looks for errors must see it
                self.errors.append(f"{type(error).__name__}: {error}")


def _run(source: str, namespace: dict[str, Any]) -> object:
    """Run a cell and return what its last line gives, as in a notebook."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "<cell>", "exec"), namespace)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace) if last else None


class Answering(BaseHTTPRequestHandler):
    """Gives a page its notebook, its screens' scripts and styles, and carries messages both ways."""

    protocol_version = "HTTP/1.1"

    def __init__(self, notebooks: list[Notebook], *connection: Any) -> None:
        self.notebooks = notebooks
        super().__init__(*connection)

    def do_GET(self) -> None:
        place, *rest = unquote(self.path.partition("?")[0]).strip("/").split("/")
        if place == "themes":
            self._answer(_theme(rest[0].removesuffix(".css")), "text/css")
        elif not place.isdigit():
            self.send_error(404)
        elif not rest:
            self._answer(PAGE.read_bytes(), "text/html")
        elif rest == ["hear"]:
            self._stream(self.notebooks[int(place)])
        else:
            self._part(self.notebooks[int(place)], rest[-1])

    def _part(self, notebook: Notebook, name: str) -> None:
        number, _, kind = name.partition(".")
        view = notebook.screens[int(number)].view
        if kind == "js":
            self._answer(str(view._esm).encode(), "text/javascript")
        else:
            self._answer(str(view._css).encode(), "text/css")

    def _answer(self, content: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, notebook: Notebook) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while (line := notebook.to_page.get()) is not None:
                self.wfile.write(f"data: {line}\n\n".encode())
        except ConnectionError:
            return

    def do_POST(self) -> None:
        place, _, number = self.path.strip("/").split("/")
        notebook = self.notebooks[int(place)]
        notebook.hear(int(number), self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(str(notebook.said).encode(), "text/plain")

    def log_message(self, *_said: object) -> None:
        """Say nothing of what goes well."""


def _theme(name: str) -> bytes:
    """The style sheet of a theme of the JupyterLab that is installed."""
    themes = Path(sys.prefix) / "share" / "jupyter" / "lab" / "themes" / "@jupyterlab"
    return (themes / THEME_FILES[name] / "index.css").read_bytes()


class PageServer(ThreadingHTTPServer):
    """Serves the pages of all notebooks of this process to a browser on this machine."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.notebooks: list[Notebook] = []
        super().__init__(("127.0.0.1", 0), partial(Answering, self.notebooks))

    def handle_error(self, *_request: object) -> None:
        """A page that was closed while it was answered is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*_request)


@dataclass
class Desk(Project):
    """A project whose notebooks are shown on bare pages."""

    server: PageServer
    made: Path
    kernel: threading.RLock = field(default_factory=threading.RLock)
    screens: list[BareScreen] = field(default_factory=list)

    def clear(self) -> None:
        """Have the small study as it was made, none but it and the sample, nothing derived, and Ana's usual keys."""
        for folder in (self.root / "interview_data").iterdir():
            if folder.name != "clean-energy":
                shutil.rmtree(folder)
        shutil.rmtree(self.root / "outputs", ignore_errors=True)
        shutil.copytree(self.made, self.root / "interview_data" / "browser")
        prefer(self)

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Leave what the pages say unanswered for so long, as where saving takes its time."""
        with self.kernel:
            yield

    def close(self) -> None:
        """Close every page that is open."""
        for screen in self.screens:
            screen.notebook.to_page.put(None)
            screen.page.context.close()
        self.screens.clear()


@dataclass
class BareScreen(Screen):
    """A bare page with the screens of a notebook."""

    notebook: Notebook = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.notebook.errors = self.errors

    def run_all(self) -> None:
        self.notebook.run_all()

    def answered(self) -> None:
        """Wait until Python has dealt with everything the page said, and the page has heard the answers."""
        self.page.wait_for_function("window.bare.isAnswered()")

    def settled(self) -> None:
        """Wait until every screen is open."""
        self.page.wait_for_function(
            "window.bare.heard.includes('outputs') && window.bare.isAnswered()"
            " && [...document.querySelectorAll('.cw-light')].every((one) => !one.textContent.startsWith('Opening'))"
        )

    def heard(self, *kinds: str) -> None:
        """Wait until the page has heard messages of these kinds since it was opened, one after the other."""
        self.page.wait_for_function(IN_ORDER, arg=list(kinds))

    def theme(self, name: str) -> None:
        self.page.evaluate(TO_THEME, [name, name == "JupyterLab Light"])

    def reached(self) -> list[str]:
        """The keys that JupyterLab would have taken for commands to the notebook."""
        return self.page.evaluate("window.bare.reached")


def open_notebook(browser: Browser, desk: Desk, name: str, *, init: str = "", width: int = 1440) -> BareScreen:
    """Run the cells of a notebook and show their screens on a page of their own, which the desk closes."""
    notebook = Notebook(sources_of(desk, name), desk.kernel)
    desk.server.notebooks.append(notebook)
    page = browser.new_page(viewport={"width": width, "height": 900})
    if init:
        page.add_init_script(init)
    screen = BareScreen(page, notebook=notebook)
    desk.screens.append(screen)
    notebook.run_all()
    page.goto(f"http://127.0.0.1:{desk.server.server_port}/{len(desk.server.notebooks) - 1}/")
    return screen


@pytest.fixture(scope="session")
def own_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A project of its own with a server of pages, and the small study as it was made."""
    folder = tmp_path_factory.mktemp("desk")
    make_project(folder / "project", root)
    shutil.copytree(folder / "project" / "interview_data" / "browser", folder / "made")
    with PageServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield Desk(folder / "project", folder / "home", server, folder / "made")
        server.shutdown()


@pytest.fixture
def desk(own_project: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Ana's desk: the small study as it was made, and notebooks with its screens."""
    desk = own_project
    desk.clear()
    for name, value in {"CODESIGN_ROOT": desk.root, "CODESIGN_HOME": desk.home, "CODESIGN_PERSON": "Ana"}.items():
        monkeypatch.setenv(name, str(value))
    # What a person would hardly notice, hundreds of tests would wait for.
    monkeypatch.setattr("codesign.widgets.screen.SHARE_OF_TIME", 2)
    monkeypatch.setattr("codesign.widgets.interviews.learner.QUIET_SECONDS", 0.1)
    monkeypatch.delenv("CODESIGN_HEADLESS", raising=False)
    yield desk
    desk.close()


@pytest.fixture
def panel(browser: Browser, desk: Desk) -> BareScreen:
    """The coding panel on the small study."""
    screen = open_notebook(browser, desk, "panel")
    screen.ready()
    return screen


@pytest.fixture
def tables(browser: Browser, desk: Desk) -> BareScreen:
    """The coding panel, a table and the rating grid on the small study."""
    screen = open_notebook(browser, desk, "tables")
    screen.ready(".cw-rating td")
    return screen
