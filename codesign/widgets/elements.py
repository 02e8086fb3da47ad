"""A piece of a page as elements that a screen makes one by one: what a script is told is never read as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from codesign.display import Html

Elements = list[Any]
"""Words as they are, and elements as [tag, attributes, elements within]."""

TAGS = frozenset(
    ["a", "br", "caption", "details", "div", "figure", "h3", "img", "li", "nav", "ol", "p", "span", "strong", "style",
     "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)  # fmt: skip
ATTRIBUTES = frozenset(
    ["abbr", "alt", "aria-current", "aria-hidden", "aria-label", "class", "href", "open", "scope", "src", "style"]
)
EMPTY = frozenset(["br", "img"])
PLACES = {"src": re.compile(r"data:image/png;base64,[\w+/=]*"), "href": re.compile(r"[\w.-]+\.ipynb")}
"""What is shown from elsewhere: pictures that come along, and links to the workbooks beside this one."""


def elements(html: Html) -> Elements:
    """Return a piece of a page as a screen makes it; ValueError where it holds what no result is made of."""
    reader = _Reader()
    reader.feed(html._repr_html_())
    reader.close()
    return reader.top


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: Elements = []
        self._within = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag not in TAGS or not attributes.keys() <= ATTRIBUTES:
            raise ValueError(f"A result is not made of <{tag}> with {', '.join(sorted(attributes)) or 'nothing'}.")
        for name, pattern in PLACES.items():
            if name in attributes and not pattern.fullmatch(attributes[name]):
                raise ValueError(f"A result does not show what is at “{attributes[name][:80]}”.")
        children: Elements = []
        self._within[-1].append([tag, attributes, children])
        if tag not in EMPTY:
            self._within.append(children)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        self._within[-1].append(data)
