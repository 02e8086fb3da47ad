"""How quick the coding panel is in a real JupyterLab, by size: `python benchmarks/coding_panel.py`.

Each study has one interview of invented words and codings put on it at random. Measured in the page, in headless
Chromium: the time from what changes the codings shown until the second frame after it, and the time from pressing 1
until the save light shows the time of saving, and from there until the coding is painted. Sizes may be given:
`1500/200 15000/2000` (words/codings).
"""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from codesign.intake import import_files
from codesign.journal import Change
from codesign.lab import lab_command, lab_environment
from codesign.study import Study

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "only-for-this-benchmark"
SIZES = ((1_500, 200), (15_000, 2_000), (15_000, 8_000))
PERSON, OTHER, DEVICE = "Ana", "Bo", "benchmark"
TIMES = 20
NOTEBOOK = "01_interview_coding.ipynb"
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "pa", "de", "fi", "go", "hu", "ja", "lo", "me", "so")

IDLE = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle" """
READY = """() => document.querySelector(".cw-panel .cw-light")?.textContent === "Ready"
  && document.querySelectorAll(".cw-words").length"""
FRAMES = "const twoFrames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
WATCH = """() => {
  window.seen = { pressed: 0, saved: 0, painted: 0 };
  addEventListener("keydown", (event) => {
    if (event.key !== "1") return;
    Object.assign(window.seen, { pressed: event.timeStamp, saved: 0, painted: 0 });
  }, true);
  const number = document.querySelector(".cw-panel .cw-side-codings h3");
  new MutationObserver(() => requestAnimationFrame(() => requestAnimationFrame(() => {
    if (window.seen.saved) window.seen.painted = performance.now();
  }))).observe(number, { childList: true, subtree: true });
  const light = document.querySelector(".cw-panel .cw-light");
  new MutationObserver(() => {
    if (light.dataset.state === "saved" && !window.seen.saved) window.seen.saved = performance.now();
  }).observe(light, { childList: true, attributes: true });
}"""
FILTER = (
    """async (value) => {
  """
    + FRAMES
    + """
  const select = document.querySelector("select[aria-label='Show the codings with this code']");
  await twoFrames();
  const start = performance.now();
  select.value = value;
  select.dispatchEvent(new Event("change"));
  await twoFrames();
  return performance.now() - start;
}"""
)
SCROLL = (
    """async () => {
  """
    + FRAMES
    + """
  const reading = document.querySelector(".cw-reading");
  const away = reading.scrollHeight - reading.clientHeight;
  reading.scrollTop = 0;
  await twoFrames();
  let worst = 0;
  for (let step = 1; step <= 20; step += 1) {
    const start = performance.now();
    reading.scrollTop = (away * step) / 20;
    await twoFrames();
    worst = Math.max(worst, performance.now() - start);
  }
  reading.scrollTop = 0;
  return worst;
}"""
)


def name_of(words: int, codings: int) -> str:
    """Return the name of the study of a size."""
    return f"words-{words}-codings-{codings}"


def interview(words: int, chance: random.Random) -> str:
    """Return an interview of invented words: questions of one sentence, answers of several."""
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(1_200)]
    turns, spoken = list[str](), 0
    while spoken < words:
        speaker, sentences = ("Interviewer", 1) if len(turns) % 2 == 0 else ("Ana", chance.randint(4, 14))
        said = [chance.choices(vocabulary, k=chance.randint(6, 18)) for _ in range(sentences)]
        spoken += sum(map(len, said))
        turns.append(f"{speaker}: " + " ".join(" ".join(one).capitalize() + "." for one in said))
    return "\n\n".join(turns) + "\n"


def make_study(folder: Path, words: int, codings: int) -> None:
    """Make a study with one interview and so many overlapping codings of two people."""
    chance = random.Random(words + codings)
    name = name_of(words, codings)
    study = Study.create(folder / "interview_data" / name, folder / "templates" / "study", person=OTHER, device=DEVICE)
    source = folder / "INT-01.txt"
    source.write_text(interview(words, chance), encoding="utf-8")
    assert all(report.is_in for report in import_files(study, [source]))
    text, codes = study.texts()["INT-01"], study.read()["codes"]["code_id"].tolist()
    rows = (_coding(number, text, codes, chance) for number in range(codings))
    study.save([Change("put", "codings", row) for row in rows])


def _coding(number: int, text: str, codes: list[str], chance: random.Random) -> dict[str, object]:
    start = chance.randrange(len(text) - 400)
    while text[start].isspace():
        start += 1
    end = start + chance.randint(20, 300)
    while text[end - 1].isspace():
        end -= 1
    return {"coding_id": f"c{number}", "transcript_id": "INT-01", "start": start, "end": end,
            "code_id": chance.choice(codes), "coder": chance.choice([PERSON, OTHER])}  # fmt: skip


def make_project(folder: Path, sizes: tuple[tuple[int, int], ...]) -> None:
    """Make a project with a study of each size, and workbook 01 for each."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "workbooks").mkdir()
    (folder / "interview_data").mkdir()
    workbook = json.loads((ROOT / "workbooks" / NOTEBOOK).read_text(encoding="utf-8"))
    for words, codings in sizes:
        make_study(folder, words, codings)
        cell = next(one for one in workbook["cells"] if "parameters" in one["metadata"].get("tags", []))
        cell["source"] = f'study = "{name_of(words, codings)}"\n'
        notebook = folder / "workbooks" / f"{name_of(words, codings)}.ipynb"
        notebook.write_text(json.dumps(workbook), encoding="utf-8")


@contextmanager
def lab(folder: Path) -> Iterator[int]:
    """JupyterLab on the project, with nobody's settings; gives its port."""
    own = {
        name: str(folder / name.lower())
        for name in (
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "CODESIGN_HOME",
            "IPYTHONDIR",
        )
    }
    environment = {**os.environ, **own, "CODESIGN_PERSON": PERSON, "PYTHONPATH": str(ROOT)}
    environment.pop("CODESIGN_HEADLESS", None)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [
        *lab_command(folder),
        "--no-browser",
        f"--ServerApp.port={port}",
        f"--IdentityProvider.token={TOKEN}",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(command, env=lab_environment(ROOT, environment), stdout=log, stderr=log)
        try:
            _wait_until_ready(port, server, folder / "lab.log")
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _wait_until_ready(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={TOKEN}", timeout=10).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
        if server.poll() is not None:
            break
    raise SystemExit(f"JupyterLab did not start: {log.read_text()[-2000:]}")


def measured(page: Page, port: int, name: str) -> dict[str, float]:
    """Return the medians for one study in milliseconds, by what was measured."""
    page.goto(f"http://127.0.0.1:{port}/doc/tree/workbooks/{name}.ipynb?token={TOKEN}&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for(timeout=120_000)
    page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext?.isReady", timeout=120_000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(READY, timeout=240_000)
    page.wait_for_function(IDLE, timeout=240_000)
    page.evaluate(WATCH)
    filtered = [page.evaluate(FILTER, ["skill-gap", ""][number % 2]) for number in range(TIMES)]
    scrolled = page.evaluate(SCROLL)
    coded = [_coded(page, number) for number in range(TIMES)]
    return {
        "repaint, filter": statistics.median(filtered),
        "Saved to painted": statistics.median(painted for _, painted in coded),
        "worst repaint, scrolling": scrolled,
        "key to Saved": statistics.median(saved for saved, _ in coded),
        "key to Saved, worst": max(saved for saved, _ in coded),
    }


def _coded(page: Page, number: int) -> tuple[float, float]:
    """Return how long it took until saved, and from then until painted, for one more passage further on."""
    page.locator(".cw-panel .cw-text").first.focus()
    if number == 0:
        page.keyboard.press("Control+Home")
    page.keyboard.press("Control+ArrowDown")
    page.keyboard.press("s")
    page.wait_for_timeout(300)
    page.wait_for_function(IDLE)
    page.keyboard.press("1")
    page.wait_for_function("window.seen.saved && window.seen.painted", timeout=30_000)
    seen = page.evaluate("window.seen")
    return seen["saved"] - seen["pressed"], seen["painted"] - seen["saved"]


def fsync_milliseconds(folder: Path) -> float:
    """Return the median time this disk takes to write and keep one line."""
    taken = []
    with (folder / "fsync").open("ab", buffering=0) as file:
        for _ in range(200):
            start = time.perf_counter()
            file.write(b"x" * 400)
            os.fsync(file.fileno())
            taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def table(results: dict[str, dict[str, float]]) -> str:
    """Return the medians as a table: one line a measure, one column a size."""
    lines = [f"{'milliseconds, median of ' + str(TIMES):32}" + "".join(f"{size:>16}" for size in results)]
    measures = next(iter(results.values()))
    lines += [f"{one:32}" + "".join(f"{own[one]:16.1f}" for own in results.values()) for one in measures]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    sizes = tuple((int(words), int(codings)) for words, codings in (one.split("/") for one in given)) or SIZES
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary, sync_playwright() as playwright:
        folder = Path(temporary)
        make_project(folder, sizes)
        results: dict[str, dict[str, float]] = {}
        with lab(folder) as port:
            browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or _chromium())
            for words, codings in sizes:
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                results[f"{words:,}/{codings:,}"] = measured(page, port, name_of(words, codings))
                print(f"measured: {words:,} words, {codings:,} codings", file=sys.stderr)
                page.close()
        print(table(results))
        print(f"the disk's own write and fsync of a line: {fsync_milliseconds(folder):.2f} ms")
    return 0


def _chromium() -> str | None:
    """Return the Chromium of this machine; None for the one playwright brings."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


if __name__ == "__main__":
    sys.exit(main())
