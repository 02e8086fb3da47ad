"""Finding elements of Word's XML, typed."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import nsmap, qn
from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["Element", "every", "local", "qn", "val"]

_PATHS: dict[str, etree.XPath] = {}


def every(element: Element, path: str) -> list[Any]:
    """Return what an XPath with Word's prefixes finds: elements, or attribute values as text."""
    compiled = _PATHS.get(path)
    if compiled is None:
        compiled = _PATHS[path] = etree.XPath(path, namespaces=dict(nsmap))
    matches = compiled(element)
    return matches if isinstance(matches, list) else [matches]


def val(element: Element | None) -> str:
    """Return the value an element of Word holds, or nothing."""
    return "" if element is None else element.get(qn("w:val"), "")


def local(element: Element) -> str:
    """Return the name of an element without its namespace; empty for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
