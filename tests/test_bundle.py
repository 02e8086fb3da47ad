"""The script and the style sheet of each screen are put together from modules, in the order of their imports."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from codesign.widgets import bundle

SCREENS = sorted(
    Path(file.name).stem
    for file in bundle.STATIC.iterdir()
    if file.name.endswith(".js") and "export default" in file.read_text("utf-8")
)


def written(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def order(entry: str, folder: Path) -> list[str]:
    return [module.file for module in bundle.modules(entry, folder)]


def test_what_a_file_imports_stands_before_it_and_only_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        screen='import { b } from "./b.js";\nimport { c } from "./c.js";\n\nexport default { b, c };\n',
        b='import { c } from "./c.js";\n\nexport const b = c;\n',
        c="export const c = 1;\n",
        other="export const other = 2;\n",
    )
    assert order("screen.js", tmp_path) == ["c.js", "b.js", "screen.js"]


def test_the_order_follows_from_the_imports_not_from_the_names(tmp_path: Path) -> None:
    written(tmp_path, screen='import { z } from "./z.js";\nimport { a } from "./a.js";\n', a="export const a = 1;\n")
    written(tmp_path, z="export const z = 1;\n")
    assert order("screen.js", tmp_path) == ["z.js", "a.js", "screen.js"]


def test_each_module_is_wrapped_in_a_scope_of_its_own(tmp_path: Path) -> None:
    written(
        tmp_path,
        screen='// A screen.\n\nimport {\n  one,\n  Two,\n} from "./part.js";\n\nconst own = 3;\n'
        "export default {\n  one,\n};\n",
        part="const own = 2;\nexport const one = own;\nexport class Two {}\nexport async function three() {}\n",
    )
    assert bundle.bundle("screen.js", tmp_path) == (
        "// part.js\nconst $part = (() => {\n"
        "const own = 2;\nconst one = own;\nclass Two {}\nasync function three() {}\n"
        "return { one, Two, three };\n})();\n\n"
        "// screen.js\nconst $screen = (() => {\n"
        "// A screen.\n\nconst { one, Two } = $part;\n\nconst own = 3;\nconst $default = {\n  one,\n};\n"
        "return { $default };\n})();\n\n"
        "export default $screen.$default;\n"
    )


def test_a_circle_of_imports_is_refused_and_shown(tmp_path: Path) -> None:
    written(tmp_path, screen='import { a } from "./a.js";\n', a='import { b } from "./b.js";\nexport const a = 1;\n')
    written(tmp_path, b='import { a } from "./a.js";\nexport const b = 1;\n')
    with pytest.raises(ValueError, match=r"^These files import each other in a circle: a\.js → b\.js → a\.js\.$"):
        bundle.modules("screen.js", tmp_path)


def test_a_missing_file_is_refused_with_who_wants_it(tmp_path: Path) -> None:
    written(tmp_path, screen='import { a } from "./gone.js";\n')
    with pytest.raises(ValueError, match=r"^screen\.js imports gone\.js, which is not there\.$"):
        bundle.modules("screen.js", tmp_path)
    with pytest.raises(ValueError, match=r"^absent\.js is not there\.$"):
        bundle.modules("absent.js", tmp_path)


def test_a_name_that_is_not_exported_is_refused(tmp_path: Path) -> None:
    written(tmp_path, screen='import { hidden } from "./a.js";\n', a="const hidden = 1;\nexport const shown = 2;\n")
    with pytest.raises(ValueError, match=r"^screen\.js imports hidden from a\.js, which does not export it\.$"):
        bundle.modules("screen.js", tmp_path)


def test_a_file_without_a_default_is_no_screen(tmp_path: Path) -> None:
    written(tmp_path, screen="export const a = 1;\n")
    with pytest.raises(ValueError, match="is no screen"):
        bundle.bundle("screen.js", tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import "./a.js";',
        'import { a as b } from "./a.js";',
        'import { a } from "a";',
        'import { a } from "https://example.org/a.js";',
        'import { a } from "../a.js";',
        'const a = await import("./a.js");',
        "const here = import.meta.url;",
        "export let a = 1;",
        "export { a };",
        'export * from "./a.js";',
        "export default class A {}",
        "export default function () {}",
        '  import { a } from "./a.js";',
        'const first = 1;\nimport { a } from "./a.js";',
        'import { a } from "./a.js";\nimport { b } from "./a.js";',
    ],
)
def test_what_is_not_in_the_small_grammar_is_refused_with_its_line(line: str, tmp_path: Path) -> None:
    written(tmp_path, screen=f"// A screen.\n{line}\n", a="export const a = 1;\nexport const b = 1;\n")
    with pytest.raises(ValueError, match=r"^screen\.js, line [23]: “.*” is not understood\. Understood are"):
        bundle.modules("screen.js", tmp_path)


def test_comments_and_words_that_only_sound_like_imports_are_left_alone(tmp_path: Path) -> None:
    text = (
        '// import { gone } from "./gone.js";\n/* An import of\n * import { gone } from "./gone.js" */\n'
        'const words = "import { gone } and export them";\nexport const imported = words;\n'
    )
    module = bundle.read("a.js", text)
    assert (module.imports, module.exports) == ({}, ("imported",))
    assert module.body == text.replace("export const", "const")


def test_every_screen_has_one_script_that_names_no_other_file() -> None:
    assert len(SCREENS) == 17
    for screen in SCREENS:
        text = bundle.script(screen)
        assert not re.search(r"^\s*import\b", text, re.MULTILINE), screen
        assert text.count("\nexport default ") == 1, screen
        assert text.endswith(f"export default ${screen}.$default;\n")


def test_the_bundle_leaves_no_name_on_the_page_but_those_of_its_modules() -> None:
    for screen in SCREENS:
        names = re.findall(
            r"^(?:const|let|var|class|function|async function) ([\w$]+)", bundle.script(screen), re.MULTILINE
        )
        outer = [name for name in names if name.startswith("$") and name != bundle.DEFAULT]
        assert outer == [module.name for module in bundle.modules(f"{screen}.js", bundle.STATIC)]


def test_style_sheets_stand_in_the_order_of_the_modules() -> None:
    sheet = bundle.styles("coding_panel")
    files = [module.file.replace(".js", ".css") for module in bundle.modules("coding_panel.js", bundle.STATIC)]
    texts = [(bundle.STATIC / file).read_text("utf-8") for file in files if (bundle.STATIC / file).is_file()]
    assert len(texts) > 10
    assert sheet == "\n".join(texts)
    assert sheet.startswith((bundle.STATIC / "shared.css").read_text("utf-8"))
    assert sheet.endswith((bundle.STATIC / "coding_panel.css").read_text("utf-8"))


def test_every_module_and_every_style_sheet_belongs_to_a_screen() -> None:
    used = {
        module.name.removeprefix("$") for screen in SCREENS for module in bundle.modules(f"{screen}.js", bundle.STATIC)
    }
    stems = {Path(file.name).stem for file in bundle.STATIC.iterdir() if file.name.endswith((".js", ".css"))}
    assert stems == used


def test_a_bundle_is_the_same_each_time_and_is_made_without_node(tmp_path: Path) -> None:
    code = "from codesign.widgets import bundle; print(bundle.script('coding_panel'), end='')"
    texts = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PATH": str(tmp_path), "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert texts == [bundle.script("coding_panel")] * 2
