"""What a placeholder may say: a name, a condition, a few changes of letters; nothing that computes or repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate
from typing import Any

from jinja2 import nodes
from markupsafe import Markup, escape

BLOCK_NAMES = ("section", "author")
"""The first words of placeholders in whose place whole blocks go."""

LETTERS: Mapping[str, Callable[..., str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "capitalize": str.capitalize,
    "title": str.title,
    "trim": str.strip,
    "default": lambda words, other="": words or other,
}
"""The filters a form can use, by name."""

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.If, nodes.Not,
    nodes.And, nodes.Or, nodes.Compare, nodes.Operand, nodes.Filter, nodes.CondExpr,
)  # fmt: skip
_CALLED = {
    nodes.For: "a loop",
    nodes.Call: "a call",
    nodes.Assign: "a value that is set",
    nodes.AssignBlock: "a value that is set",
    nodes.Macro: "a macro",
    nodes.Include: "another file",
    nodes.Import: "another file",
    nodes.FromImport: "another file",
    nodes.Extends: "another file",
    nodes.Getitem: "a piece of a value",
    nodes.Test: "a test",
}
DEEPEST = 10
_CONDITION = re.compile(r"\{%\w*\s*(if|endif)\b")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)[^<>]*?(/?)>")


def exact(words: str) -> str:
    """Return words that come through docxtpl unchanged, which rewrites `{_{` and the like."""
    if not re.search(r"\{_[{%]|[}%]_\}", words):
        return words
    return Markup(str(escape(words)).replace("_", "&#95;"))  # noqa: S704 - escaped just before


def filters() -> dict[str, Callable[..., str]]:
    """Return the filters for the sandbox; each works on plain words, and what comes out is text again."""
    return {name: _on_words(change) for name, change in LETTERS.items()}


def _on_words(change: Callable[..., str]) -> Callable[..., str]:
    def changed(value: object, *others: Any) -> str:
        words = value.unescape() if isinstance(value, Markup) else str(value)
        return exact(change(words, *map(str, others)))

    return changed


def is_too_deep(xml: str) -> bool:
    """Return whether conditions stand within conditions more often than anybody writes."""
    depths = accumulate(1 if word == "if" else -1 for word in _CONDITION.findall(xml))
    return max(depths, default=0) > DEEPEST


def wrong(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """Yield what a form says that it may not, each as a sentence and the line it stands on."""
    for node in tree.find_all(nodes.Node):
        if sentence := _wrong(node):
            yield sentence, node.lineno
    for node in tree.find_all(nodes.Output):
        yield from ((_NOT_ALONE.format(name=name), one.lineno) for one in node.nodes for name in _blocks_within(one))
    for node in tree.find_all(nodes.If):
        if not all(_leaves_whole(branch) for branch in _branches(node)):
            yield (
                "this {% if %} begins in one table cell or text box and its {% endif %} stands in another",
                node.lineno,
            )


_TORN = "this {% if %} begins in one table cell or text box and its {% endif %} stands in another"
_NOT_ALONE = "“{name}” stands for whole paragraphs, so nothing can be computed with it; type {{{{p {name} }}}}"


def _wrong(node: nodes.Node) -> str:
    if isinstance(node, nodes.Filter):
        return _wrong_filter(node)
    if isinstance(node, nodes.Compare):
        return "" if all(_compares_words(one) for one in node.ops) else "a value can only be compared with == “words”"
    if isinstance(node, nodes.Getattr) and not isinstance(node.node, nodes.Name):
        return "a placeholder has at most two names, such as section.demand"
    if isinstance(node, _ALLOWED) or not isinstance(node, nodes.Stmt | nodes.Expr):
        return ""
    what = next((words for kind, words in _CALLED.items() if isinstance(node, kind)), "something that computes")
    return f"{what} cannot stand in a form, which names placeholders and uses {{% if %}} and nothing more"


def _wrong_filter(node: nodes.Filter) -> str:
    if node.name in LETTERS and not node.kwargs and all(isinstance(one, nodes.Const) for one in node.args):
        most = 1 if node.name == "default" else 0
        return "" if len(node.args) <= most and node.node is not None else f"“{node.name}” takes less than this"
    return f"“|{node.name}” cannot stand in a form; only |{', |'.join(LETTERS)} can. Take it out"


def _compares_words(operand: nodes.Operand) -> bool:
    return (
        operand.op in {"eq", "ne"}
        and isinstance(operand.expr, nodes.Const | nodes.Name | nodes.Getattr)
        and not (isinstance(operand.expr, nodes.Const) and not isinstance(operand.expr.value, str))
    )


def _blocks_within(node: nodes.Node) -> Iterator[str]:
    """Yield the block placeholders inside an expression; one that is the whole expression is as it should be."""
    for one in node.find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name in BLOCK_NAMES:
            yield f"{one.node.name}.{one.attr}"


# conditions and the marks around them ----


def _branches(node: nodes.If) -> Iterator[list[nodes.Node]]:
    yield node.body
    yield from (one.body for one in node.elif_)
    yield node.else_


def _leaves_whole(branch: list[nodes.Node]) -> bool:
    """Return whether the document is whole with a branch and without it: what it closes it opens again."""
    outputs = (node for node in branch if isinstance(node, nodes.Output))
    xml = "".join(one.data for node in outputs for one in node.nodes if isinstance(one, nodes.TemplateData))
    closed: list[str] = []
    opened: list[str] = []
    for ends, name, alone in _TAG.findall(xml):
        if alone:
            continue
        if not ends:
            opened.append(name)
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return False
    return closed == opened[::-1]
