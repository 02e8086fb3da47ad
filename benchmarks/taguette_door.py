"""The two programs that `taguette.py` compares, each behind its own door on the loopback address."""

from __future__ import annotations

import http.client
import json
import platform
import re
import socket
import subprocess
import sys
import threading
import venv
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import quote, urlencode

from codesign.journal import Change
from codesign.study import Study

VERSION = "1.5.2"
# Without the message check: the server would ask msg.taguette.org for news, and nothing here leaves the machine.
START = """
import taguette.web.base as base
base.Application.check_messages = lambda self: None
from taguette.main import main
main()
"""


class CannotRun(Exception):
    """Why there is nothing to compare with, in a sentence."""


class Door:
    """A connection that stays open, with the cookies a browser would keep."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, address: str, body: bytes | None = None, kind: str = "") -> http.client.HTTPResponse:
        """Send a request; the answer's body is in `answer.body`."""
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        self._connection.request(method, address, body, {**cookies, **({"Content-Type": kind} if kind else {})})
        answer = self._connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise CannotRun(f"{address.partition('?')[0]} was answered with {answer.status}: {answer.body[:200]!r}")
        return answer

    def close(self) -> None:
        self._connection.close()


class Taguette:
    """Taguette in an environment of its own, for one user, on a free port."""

    def __init__(self, database: Path) -> None:
        self._port = _free_port()
        options = ["--no-browser", "--port", str(self._port), "--database", str(database)]
        self._log = database.with_suffix(".log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            [_installed(), "-c", START, *options], stdout=subprocess.PIPE, stderr=self._log, text=True
        )
        self._door = Door(self._port)

    def __enter__(self) -> Taguette:
        assert self._process.stdout is not None
        told = next((found[1] for line in self._process.stdout if (found := re.search(r"token=(\w+)", line))), None)
        if told is None:
            raise CannotRun(f"Taguette {VERSION} does not start with Python {platform.python_version()}.")
        threading.Thread(target=self._process.stdout.read, daemon=True).start()
        self._door.ask("GET", f"/?token={told}")
        self._door.ask("GET", "/project/new")
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()

    def project(self, name: str) -> int:
        """Make a project and return its number."""
        form = urlencode({"name": name, "description": "", "_xsrf": self._door.cookies["_xsrf"]})
        answer = self._door.ask("POST", "/project/new", form.encode(), "application/x-www-form-urlencoded")
        return int(answer.headers["Location"].rpartition("/")[2])

    def document(self, project: int, paragraphs: Sequence[str]) -> int:
        """Import an interview as HTML, the one format Taguette reads without Calibre, and return its number."""
        page = "<!DOCTYPE html><html><body>" + "".join(f"<p>{words}</p>" for words in paragraphs) + "</body></html>"
        fields = {"name": "INT-01", "description": "", "_xsrf": self._door.cookies["_xsrf"]}
        body, kind = _form(fields, "INT-01.html", page)
        return self._made(self._door.ask("POST", f"/api/project/{project}/document/new", body, kind), "created")

    def tag(self, project: int, name: str) -> int:
        """Make a tag and return its number."""
        return self._post(f"/api/project/{project}/tag/new", {"path": name, "description": ""})

    def highlight(self, project: int, document: int, place: tuple[int, int], tag: int) -> int:
        """Add a highlight and return its number."""
        row = {"start_offset": place[0], "end_offset": place[1], "tags": [tag]}
        return self._post(f"/api/project/{project}/document/{document}/highlight/new", row)

    def listed(self, project: int, document: int) -> object:
        """Return where the highlights of a document are."""
        return self._door.ask("GET", f"/api/project/{project}/document/{document}")

    def pages(self, project: int, pages: int) -> list[object]:
        """Return all highlights with their words, page by page, which is the only way to have them on the screen."""
        address = f"/api/project/{project}/highlights/?page="
        return [self._door.ask("GET", f"{address}{number}") for number in range(1, pages + 1)]

    def export(self, project: int, ending: str) -> bytes:
        """Return the file of all highlights."""
        answer = self._door.ask("GET", f"/project/{project}/export/highlights/{ending}")
        return bytes(answer.body)  # type: ignore[attr-defined]

    def _post(self, address: str, row: Mapping[str, object]) -> int:
        address = f"{address}?_xsrf={quote(self._door.cookies['_xsrf'])}"
        return self._made(self._door.ask("POST", address, json.dumps(row).encode(), "application/json"), "id")

    def _made(self, answer: http.client.HTTPResponse, name: str) -> int:
        return int(json.loads(answer.body)[name])  # type: ignore[attr-defined]


class OurDoor:
    """A study behind a small server of its own process, which saves what is posted to it."""

    def __init__(self, study: Path) -> None:
        self._port = _free_port()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(study), str(self._port)], stdout=subprocess.PIPE, text=True
        )
        self._door = Door(self._port)

    def __enter__(self) -> OurDoor:
        assert self._process.stdout is not None
        self._process.stdout.readline()
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()
        self._process.terminate()
        self._process.wait(timeout=20)

    def save(self, change: Change) -> None:
        """Save one change and wait for the answer."""
        self._door.ask("POST", f"/{change.table}", json.dumps(change.row).encode(), "application/json")


def serve(study: Study, port: int) -> None:
    """Save rows that are posted, one after the other, until the process ends."""

    class Saver(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            row = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = json.dumps({"saved": study.save([Change("put", self.path.strip("/"), row)]).at}).encode()
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(answer), answer))

        def log_message(self, *_: object) -> None:
            pass

    study.read()
    server = HTTPServer(("127.0.0.1", port), Saver)
    print("ready", flush=True)
    server.serve_forever()


def command(*words: str, root: Path) -> Callable[[], object]:
    """Return what runs a command of ours in a process of its own."""
    return lambda: subprocess.run(
        [sys.executable, "-m", "codesign.cli", *words], cwd=root, capture_output=True, check=True
    )


def _installed() -> Path:
    """Return the Python of an environment with Taguette in it, made within this one at the first use."""
    folder = Path(sys.prefix) / f"taguette-{VERSION}"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not (folder / "installed").exists():
        print(f"Installing Taguette {VERSION} for the comparison, in an environment of its own.", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", f"taguette=={VERSION}"]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode:
            why = done.stderr.strip().splitlines()[-1:]
            raise CannotRun(f"Taguette {VERSION} cannot be installed with Python {platform.python_version()}: {why}")
        (folder / "installed").touch()
    return python


def _form(fields: Mapping[str, str], name: str, content: str) -> tuple[bytes, str]:
    """Return a form with a file as a browser sends it, and its type."""
    line = "--------a-line-that-stands-in-no-interview"
    parts = [f'name="{field}"\r\n\r\n{value}' for field, value in fields.items()]
    parts.append(f'name="file"; filename="{name}"\r\nContent-Type: text/html\r\n\r\n{content}')
    body = "".join(f"--{line}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + f"--{line}--\r\n"
    return body.encode(), f"multipart/form-data; boundary={line}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


if __name__ == "__main__":
    serve(Study.open(Path(sys.argv[1]), person="Kim", device="desk"), int(sys.argv[2]))
