"""Tool calls out of a reply: the provider's own, else read out of the text a small model wrote instead.

Pure functions. A call is read from text only when it cannot be anything else: Qwen's `<tool_call>` JSON,
Qwen3-Coder's XML, or one fenced (or bare) JSON object that names a known tool. Text that quotes a tool result, the
user's own words or an example is never a call, however it looks: data must not be able to call tools.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.messages import Message, ToolCall, ToolSpec, without_thinking


def native(calls: Iterable[Mapping[str, Any]]) -> tuple[ToolCall, ...]:
    """Calls as a provider sent them, in order.

    Each is `{"id"?, "function": {"name", "arguments"}}` (arguments an object or its JSON text) as both wires have
    it. Missing ids are numbered. A call whose arguments are not an object is dropped: what it meant is unknown.
    """
    out: list[ToolCall] = []
    for call in calls:
        function = call.get("function") or {}
        name, arguments = function.get("name"), _object(function.get("arguments", {}))
        if isinstance(name, str) and name and arguments is not None:
            out.append(ToolCall(str(call.get("id") or f"call_{len(out) + 1}"), name, arguments))
    return tuple(out)


def repaired(text: str, tools: Sequence[ToolSpec], messages: Sequence[Message] = ()) -> tuple[ToolCall, ...]:
    """Calls read out of plain text, in order; empty when there is any doubt.

    `messages` is the conversation the reply answers: what stands in its tool results and user messages is a quote.
    A name outside `tools` refuses that call alone.
    """
    if not tools or not text:
        return ()
    known = {tool.name: tool for tool in tools}
    spoken = without_thinking(text)
    found = list(_tagged(spoken, known))
    if not found and "<tool_call" not in spoken and "<function=" not in spoken:
        found = list(_lone_object(spoken, known))
    quoted = "\n".join(_bare(m.content) for m in messages if m.role in ("tool", "user"))
    calls = [call for call in found if not _is_quote(call, quoted)]
    return tuple(
        ToolCall(f"call_{number}", call.name, call.arguments, repaired=True)
        for number, call in enumerate(calls, start=1)
    )


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    arguments: dict[str, Any]
    source: str


_FENCE = re.compile(r"^[ \t]*(```+|~~~+)[^\n`]*\n(.*?)^[ \t]*\1[ \t]*$", re.DOTALL | re.MULTILINE)
_OPEN_FENCE = re.compile(r"^[ \t]*(?:```+|~~~+)[^\n`]*\n", re.MULTILINE)
_INLINE = re.compile(r"`[^`\n]*`")
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BLOCK = re.compile(r"<tool_call>(.*?)(?:</tool_call>|(?=<tool_call>)|\Z)", re.DOTALL)
_FUNCTION = re.compile(r"<function=([\w.-]+)>(.*?)(?:</function>|(?=<function=)|\Z)", re.DOTALL)
_PARAMETER = re.compile(
    r"<parameter=([\w.-]+)>(.*?)(?:</parameter>|(?=<parameter=)|(?=</function>)|\Z)", re.DOTALL
)
_EXAMPLE = re.compile(
    r"\b(?:for example|for instance|e\.g\.|example|sample|such as|would look like|looks like|format)\b"
    r"|예시|예를 들|예컨대|예:|형식은|형식:|같은 형식|이런 식",
    re.IGNORECASE,
)


def _tagged(text: str, known: Mapping[str, ToolSpec]) -> Iterable[_Found]:
    """`<tool_call>` blocks and bare `<function=…>` ones that stand in the open: not in code, a quote or an example."""
    blocks = list(_BLOCK.finditer(text)) or list(_FUNCTION.finditer(text))
    shown = _shown_spans(text)
    for block in blocks:
        if any(start <= block.start() < end for start, end in shown):
            continue
        if _EXAMPLE.search(_line_before(text, block.start())):
            continue
        raw = block.group(0)
        functions = list(_FUNCTION.finditer(raw))
        if functions:
            for function in functions:
                call = _from_xml(function.group(1), function.group(2), known)
                if call is not None:
                    yield call
            continue
        inside = block.group(1) if block.re is _BLOCK else ""
        for value in _objects(_unfenced(inside)):
            call = _from_object(value, known)
            if call is not None:
                yield call


def _lone_object(text: str, known: Mapping[str, ToolSpec]) -> Iterable[_Found]:
    """The one fenced JSON object of a reply, or a reply that is nothing but one."""
    stripped = text.strip()
    if stripped.startswith("{"):
        values = list(_objects(stripped))
        if len(values) == 1 and _ends_as_object(stripped):
            call = _from_object(values[0], known)
            if call is not None:
                yield call
        return
    openings = _OPEN_FENCE.findall(text)
    fences = list(_FENCE.finditer(text))
    if len(fences) != 1 or len(openings) > 2:
        return
    fence = fences[0]
    around = text[: fence.start()] + text[fence.end() :]
    if _EXAMPLE.search(around) or _QUOTED_LINE.search(text):
        return
    body = fence.group(2).strip()
    values = list(_objects(body))
    if len(values) != 1 or not body.startswith("{") or not _ends_as_object(body):
        return
    call = _from_object(values[0], known)
    if call is not None:
        yield call


def _shown_spans(text: str) -> list[tuple[int, int]]:
    """Places where text is shown rather than meant: quoted lines, inline code, fences that do not open the reply.

    A fence that holds the whole reply is how small models wrap what they mean.
    """
    spans = [m.span() for m in _QUOTED_LINE.finditer(text)]
    stripped = text.strip()
    for fence in _FENCE.finditer(text):
        if fence.group(0).strip() != stripped:
            spans.append(fence.span())
    if not spans or not _FENCE.search(text):
        spans += [m.span() for m in _INLINE.finditer(text)]
    return spans


def _line_before(text: str, position: int) -> str:
    before = text[:position].rstrip()
    return before[before.rfind("\n") + 1 :]


def _unfenced(text: str) -> str:
    fence = _FENCE.search(text)
    return fence.group(2) if fence else text


def _from_object(value: Any, known: Mapping[str, ToolSpec]) -> _Found | None:
    if not isinstance(value, dict):
        return None
    inner = value.get("function")
    if isinstance(inner, dict):
        value = inner
    name = value.get("name") or (inner if isinstance(inner, str) else None)
    if not isinstance(name, str) or name not in known:
        return None
    rest = value.keys() - {"name", "function", "type", "id"}
    given = [key for key in ("arguments", "parameters", "args", "input") if key in value]
    if len(given) != 1 or rest - {given[0]}:
        # No arguments at all is a call only of a tool that needs none.
        if rest or known[name].parameters.get("required"):
            return None
        return _Found(name, {}, _canonical(name, {}))
    arguments = _object(value[given[0]])
    if arguments is None:
        return None
    return _Found(name, arguments, _canonical(name, arguments))


def _from_xml(name: str, body: str, known: Mapping[str, ToolSpec]) -> _Found | None:
    tool = known.get(name)
    if tool is None:
        return None
    properties = tool.parameters.get("properties") or {}
    arguments: dict[str, Any] = {}
    for parameter in _PARAMETER.finditer(body):
        key = parameter.group(1)
        value = parameter.group(2)
        if value.startswith("\n"):
            value = value[1:]
        if value.endswith("\n"):
            value = value[:-1]
        arguments[key] = _typed(value, properties.get(key))
    return _Found(name, arguments, _canonical(name, arguments))


def _typed(value: str, schema: Any) -> Any:
    """An XML value as its schema's type; text stays text, and what does not fit stays text for the tool to refuse."""
    kind = schema.get("type") if isinstance(schema, Mapping) else None
    if kind in (None, "string"):
        return value
    try:
        return json.loads(value.strip().lower() if kind == "boolean" else value.strip())
    except ValueError:
        return value


def _object(value: Any) -> dict[str, Any] | None:
    """An arguments object, also as JSON text (twice encoded happens); None when it is none."""
    for _ in range(2):
        if not isinstance(value, str):
            break
        if not value.strip():
            return {}
        try:
            value = json.loads(value, strict=False)
        except (ValueError, RecursionError):
            return None
    if value is None:
        return {}
    return dict(value) if isinstance(value, Mapping) else None


_DECODER = json.JSONDecoder(strict=False)  # models write line ends inside strings as they are


def _objects(text: str) -> Iterable[Any]:
    """JSON objects that stand one after another in `text`; stops at the first thing that is none."""
    position = 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position >= len(text) or text[position] != "{":
            return
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield value


def _ends_as_object(text: str) -> bool:
    try:
        _, end = _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return False
    return not text[end:].strip()


def _canonical(name: str, arguments: Mapping[str, Any]) -> str:
    return name + json.dumps(arguments, ensure_ascii=False)


_UNICODE_ESCAPE = re.compile(r"\\+u([0-9a-fA-F]{4})")
_LAYOUT_ESCAPE = re.compile(r"\\+[nrtbf]")


def _bare(text: str) -> str:
    """Letters and digits alone, however they were escaped or laid out: the same words quoted in any way compare equal.

    Everything outside ASCII is brought to one form, its JSON escapes, so that escaped and plain text meet.
    """
    # The signs that `core.untrusted.for_model` puts for those of templates mean what they stand for.
    plain = _UNICODE_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text).replace("‹", "<").replace("［", "[")
    return re.sub(r"[\W_]+", "", _LAYOUT_ESCAPE.sub(" ", json.dumps(plain)))


_KEYS = ("arguments", "parameters", "args", "input")


def _is_quote(call: _Found, quoted: str) -> bool:
    """Whether the conversation's data already holds this call: its name right by all its argument values."""
    if not quoted:
        return False
    name = _bare(call.name)
    body = _bare(json.dumps(call.arguments, ensure_ascii=False))
    shapes = [f"name{name}{key}{body}" for key in _KEYS] + [f"{key}{body}name{name}" for key in _KEYS]
    shapes.append(
        f"function{name}" + _bare("".join(f"parameter={k} {v} /parameter" for k, v in call.arguments.items()))
    )
    if not call.arguments:
        shapes += [f"name{name}", f"function{name}"]
    return any(shape in quoted for shape in shapes)
