// Files under outputs, as links to this JupyterLab's own copy of them.

import { h } from "./shared.js";

/**
 * A line of text in which files under outputs are links to this JupyterLab's own copy of them.
 * @param {string} line @param {(path: string) => string} [named] What stands there for a file; its path where left out.
 */
export function linked(line, named = (path) => path) {
  const base = serverAddress();
  const pieces = [];
  let last = 0;
  for (const found of line.matchAll(/[^\s“”"]*?(outputs\/[^“”"\n]*?\.(?:docx|pdf|xlsx|csv|json|ipynb))/g)) {
    pieces.push(
      line.slice(last, found.index),
      h(
        "a",
        { href: `${base}files/${found[1].split("/").map(encodeURIComponent).join("/")}`, target: "_blank" },
        named(found[1]),
      ),
    );
    last = found.index + found[0].length;
  }
  return [...pieces, line.slice(last)];
}

function serverAddress() {
  try {
    return JSON.parse(document.getElementById("jupyter-config-data")?.textContent || "").baseUrl || "/";
  } catch {
    return "/";
  }
}
