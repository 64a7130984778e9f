"""Text that people outside wrote (cells, catalog, files, errors, replies of a model), made harmless where it comes in.

One function a place it may go to: `clean` for a terminal and for files, `json_text` where data must stay exact,
`for_model` and `framed` for a prompt, `visible` where a person decides and must see all of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import Any

# Sequences that steer a terminal, in both forms (ESC and one-character C1). What a string sequence (a title, a
# hyperlink's address, the clipboard, a device string) carries goes with it, but never over the end of a line: one
# cell must not open what another one closes. An opening that is never closed is dropped, and what follows shows.
_END = "(?:\x07|\x1b\\\\|\x9c)"
_ESCAPES = (
    f"(?:\x1b[\\]PX^_]|[\x9d\x90\x98\x9e\x9f])(?:[^\x07\x1b\x9c\r\n]*{_END})?"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?"
)
_LINE_ENDS = "\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
# What shows as nothing, or reorders what is read: the rest of C0 and C1, Unicode's default-ignorable characters (soft
# hyphen, joiners, bidi controls, fillers, invisible operators, variation selectors, tags), annotation anchors,
# non-characters, and blanks that are letters by name. `conditional` ones are looked at again with their neighbours.
_CONDITIONAL = "\u115f\u1160\u200d\ufe0f"
_UNSEEN = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f"
    "\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_REMOVED = f"[{_UNSEEN}]"
_SURROGATE = "[\ud800-\udfff]"
# Joiners and the emoji selector stay inside an emoji, Jamo fillers beside the Jamo they stand in for: there they say
# something, and not more than one bit.
_EMOJI = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_ONE = f"{_EMOJI}[\U0001f3fb-\U0001f3ff]?\ufe0f?"
_IN_PLACE = (
    f"({_ONE}(?:\u200d{_ONE})*|[0-9#*]\ufe0f\u20e3"
    "|\u115f(?=[\u1161-\u11a7\ud7b0-\ud7c6])|(?<=[\u1100-\u115e\ua960-\ua97c])\u1160)"
    f"|[{_CONDITIONAL}]"
)
# More marks on one letter than any script needs grow over the lines above.
_MARKS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWERS = f"({_MARKS}{{4}}){_MARKS}+"
_SUSPECT = f"[{_UNSEEN}{_CONDITIONAL}\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ud800-\udfff]|{_MARKS}{{5}}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: a start that shows nothing from outside pays for none of them."""
    return re.compile(pattern)


def clean(text: str) -> str:
    """`text` without anything that steers a terminal, hides, or reorders what is read; lines end with a line feed.

    Letters of every script, tabs and line feeds stay, joiners only inside an emoji. Applied twice it does nothing more.
    """
    if _compiled(_SUSPECT).search(text) is None:
        return text
    text = _compiled(_LINE_ENDS).sub("\n", _compiled(_ESCAPES).sub("", text))
    text = _compiled(_SURROGATE).sub("\ufffd", _compiled(_REMOVED).sub("", text))
    text = _compiled(_IN_PLACE).sub(lambda found: found[1] or "", text)
    return _compiled(_TOWERS).sub(r"\1", text)


def visible(text: str) -> str:
    """All of `text`, with every character that a reader could miss or misread written as its code.

    For what a person is asked to agree to: nothing is left out, nothing is reordered. Line feeds stay as they are;
    of the letters only ASCII, Hangul and ideographs are shown, so that no look-alike passes for another.
    """
    return "".join(c if c == "\n" or _is_plain(c) else _code(c) for c in text)


def _is_plain(char: str) -> bool:
    if char.isascii():
        return char.isprintable()
    category = unicodedata.category(char)
    if category[0] == "L":
        return "가" <= char <= "힣" or "\u4e00" <= char <= "\u9fff" or "\u3131" <= char <= "\u3163"
    # A sign that becomes ASCII under NFKC (a full-width slash) only looks like one.
    return category[0] in "NPS" and not unicodedata.normalize("NFKC", char).isascii() and char != "\u2800"


def _code(char: str) -> str:
    number = ord(char)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def json_text(value: Any, *, indent: int | None = None) -> str:
    """`value` as JSON in UTF-8, where characters that a terminal would obey or hide are written as escapes.

    What a program reads out of it is what was put in; only how it is written differs. Others than JSON's own types
    are written as `str` gives them.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return escaped(text)


_IN_JSON = f"[{_UNSEEN}\u115f\u1160\u200d\u2028\u2029\x85\ud800-\udfff]"


def escaped(text: str) -> str:
    """JSON as it is, with escapes for the characters that a terminal would obey or hide."""
    # In JSON these stand inside of strings only, so an escape says the same.
    if text.isascii() and "\x7f" not in text:
        return text
    return _compiled(_IN_JSON).sub(
        lambda found: json.dumps(found[0])[1:-1] if found[0] != "\x7f" else "\\u007f", text
    )


# Where a chat template's own marks begin: a server reads them in any text as what they stand for, the end of a message
# or of a tool's result, and the next words as somebody else's.
_TURN = "<(?=[|｜])"
_MARKS_OF_TEMPLATES = (
    r"(?i)<(?=[|｜]|/?(?:tool_call|tool_response|tools|think|start_of_turn|end_of_turn|function|parameter)\b|/?(?:s|bos|eos|pad|unk)>"
    r"|<SYS>>)|\[(?=/?INST\])"
)
_ANGLE = {"<": "‹", "[": "［"}


def for_model(text: str) -> str:
    """`text` clean, and unable to pass for the marks by which a model's server tells messages apart."""
    return _compiled(_MARKS_OF_TEMPLATES).sub(lambda found: _ANGLE[found[0]], clean(text))


def said_by_model(text: str) -> str:
    """A model's own reply, as it goes back to it: clean, and no end of its message inside. Its tool calls stay."""
    return _compiled(_TURN).sub("‹", clean(text))


_FRAME = r"(?i)<(?=\s*/?\s*data\b)"


def framed(text: str) -> str:
    """`text` between `<data>` and `</data>`, neither of which can stand in it: the prompt says that no instruction does."""
    return f"<data>\n{_compiled(_FRAME).sub('‹', for_model(text))}\n</data>"
