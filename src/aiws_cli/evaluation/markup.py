"""HTML put together so that text cannot become markup: whatever is not `Html` already is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable


class Html(str):
    """Finished markup. Only `element`, `join` and constants of our own make it."""

    __slots__ = ()


Child = str | int | Html | None
_VOID = frozenset(("meta", "input", "br"))
# Control characters, bidirectional controls, zero-width and tag characters, and halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """`text` with what would hide or reorder letters written out as ⟨U+202E⟩; line breaks and tabs stay."""
    return _UNSEEN.sub(lambda m: f"⟨U+{ord(m[0]):04X}⟩", text.replace("\r\n", "\n"))


def escape(text: str) -> Html:
    """Text as markup that shows it, in an element or in a quoted attribute."""
    return Html(html.escape(visible(text), quote=True))


def join(children: Iterable[Child]) -> Html:
    """Children one after another, escaped where they are no Html; None is nothing."""
    return Html("".join(c if isinstance(c, Html) else escape(str(c)) for c in children if c is not None))


def element(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """An element. `class_` is written class, `data_x` data-x; a False or None attribute is left out, True has no value."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = key.rstrip("_").replace("_", "-")
        written.append(f" {label}" if value is True else f' {label}="{escape(str(value))}"')
    start = f"<{name}{''.join(written)}>"
    return Html(start) if name in _VOID else Html(f"{start}{join(children)}</{name}>")
