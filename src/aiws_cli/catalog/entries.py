"""Adding an entry to a list in a YAML file, and taking one out, the way a person would: comments, order and style stay.

The file is never dumped anew. Each change is held against what the file said before; where it would say anything
else than meant, nothing is written.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import yaml

from aiws_cli.core.errors import SettingsError
from aiws_cli.core.yaml_lines import check_extent

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Block(str):
    """Text that is written as a block of its own lines (`|`), also where it has but one."""

    __slots__ = ()


Value = str | tuple[str, ...] | bool


class FileStyleError(SettingsError):
    """The file's list is written so that an entry cannot be put in or taken out by line. Slots: file."""

    code = "file_style"
    exit_code = 3


def appended(data: bytes, key: str, entry: Mapping[str, Value]) -> bytes:
    """The file with one more entry at the end of the list `key`, in the style of the entries it has.

    A file without the list gets one. Raises FileStyleError (with an empty `file`).
    """
    text, encode = decoded(data)
    whole, items = _list(text, key)
    dash, column, apart = 2, 4, False
    if items is None:
        head = text.rstrip()
        if whole is None or key not in _keys(whole):
            head = f"{head}\n{key}:" if head else f"{key}:"
        else:
            head = _opened(text, whole, key)
    else:
        head = text.rstrip()
        dash, column, apart = _style(text, items)
    lines = list(_written(entry, dash, column))
    out = "\n".join([head, *([""] if apart else []), *lines]) + "\n"
    _hold(text, out, key, lambda before: [*before, _read_back(entry)])
    return encode(out)


def without(data: bytes, key: str, number: int) -> bytes:
    """The file without entry `number` (from 0) of the list `key`. Raises FileStyleError (with an empty `file`)."""
    text, encode = decoded(data)
    whole, items = _list(text, key)
    if whole is None or items is None:
        raise FileStyleError(file="")
    lines = text.split("\n")
    first, last = _extent(lines, items, number)
    kept = [*lines[:first], *lines[last + 1 :]]
    if len(items.value) == 1:
        at = _keys(whole)[key].start_mark.line
        kept[at] = re.sub(r":\s*", ": [] ", kept[at], count=1).rstrip()
    out = "\n".join(kept)
    _hold(text, out, key, lambda before: [*before[:number], *before[number + 1 :]])
    return encode(out)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer of a folder's files at a time, across processes. Raises OSError where the folder cannot be made."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def change(path: Path, how: Callable[[bytes], bytes], *, mode: int = 0o644) -> None:
    """Write `how(content)` in place of the file, whole or not at all; `mode` is a new file's.

    Raises FileStyleError naming the file, OSError.
    """
    path = path.resolve()
    with locked(path.parent):
        data = path.read_bytes() if path.is_file() else b""
        try:
            made = how(data)
        except FileStyleError as problem:
            raise FileStyleError(file=path) from problem
        with suppress(OSError):
            mode = path.stat().st_mode & 0o777
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def decoded(data: bytes) -> tuple[str, Callable[[str], bytes]]:
    """The text with plain line ends, and how to write it back as it was: encoding, mark, line ends.

    Raises FileStyleError (with an empty `file`).
    """
    encoding, mark = "utf-8", b""
    if data.startswith(b"\xef\xbb\xbf"):
        data, mark = data[3:], data[:3]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = "cp949"
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            raise FileStyleError(file="") from None
    end = "\r\n" if "\r\n" in text else "\n"

    def encode(made: str) -> bytes:
        try:
            return mark + made.replace("\n", end).encode(encoding)
        except UnicodeEncodeError:
            raise FileStyleError(file="") from None

    return text.replace("\r\n", "\n"), encode


def _list(text: str, key: str) -> tuple[Any, Any]:
    """(the mapping at the top or None, the list's node or None where it is missing or empty)."""
    try:
        check_extent(text)
        whole = yaml.compose(text, _Loader)
    except yaml.YAMLError:
        raise FileStyleError(file="") from None
    if whole is None:
        return None, None
    if not isinstance(whole, yaml.MappingNode) or whole.flow_style:
        raise FileStyleError(file="")
    for name, value in whole.value:
        if name.value != key:
            continue
        if name is not whole.value[-1][0]:
            raise FileStyleError(file="")  # what follows the list would end up inside it
        if isinstance(value, yaml.SequenceNode) and value.value:
            if value.flow_style or not all(isinstance(v, yaml.MappingNode) for v in value.value):
                raise FileStyleError(file="")
            return whole, value
    return whole, None


def _keys(whole: Any) -> dict[str, Any]:
    return {name.value: name for name, _ in whole.value}


def _opened(text: str, whole: Any, key: str) -> str:
    """The text with an empty list (`key:` or `key: []`) made ready for entries."""
    _, value = next(pair for pair in whole.value if pair[0].value == key)
    start, end = value.start_mark.index, value.end_mark.index
    return (text[:start].rstrip(" ") + text[end:]).rstrip()


def _style(text: str, items: Any) -> tuple[int, int, bool]:
    """Columns of dash and keys, and whether an empty line stands between entries."""
    lines = text.split("\n")
    dash = items.start_mark.column
    first = items.value[0].start_mark
    column = first.column if first.line == items.start_mark.line else dash + 2
    apart = False
    if len(items.value) > 1:
        at = _dash_line(lines, items, 1) - 1
        while at > 0 and lines[at].lstrip().startswith("#"):
            at -= 1
        apart = not lines[at].strip()
    return dash, column, apart


def _dash_line(lines: Sequence[str], items: Any, number: int) -> int:
    at = items.value[number].start_mark.line
    while not lines[at][items.start_mark.column :].startswith("-"):
        at -= 1
        if at < 0:
            raise FileStyleError(file="")
    return int(at)


def _extent(lines: Sequence[str], items: Any, number: int) -> tuple[int, int]:
    """First and last line of an entry; comments and empty lines behind it are not its own."""
    first = _dash_line(lines, items, number)
    end = _dash_line(lines, items, number + 1) if number + 1 < len(items.value) else len(lines)
    last = end - 1
    while last > first and _outside(lines[last], items.start_mark.column):
        last -= 1
    return first, last


def _outside(line: str, dash: int) -> bool:
    bare = line.lstrip()
    return not bare or (bare.startswith("#") and len(line) - len(bare) <= dash)


def _written(entry: Mapping[str, Value], dash: int, column: int) -> Iterator[str]:
    lead = " " * dash + "-" + " " * (column - dash - 1)
    for name, value in entry.items():
        if isinstance(value, Block) or (isinstance(value, str) and "\n" in value):
            yield f"{lead}{name}: |"
            yield from (f"{' ' * (column + 2)}{line}".rstrip() for line in value.split("\n"))
        elif isinstance(value, bool):
            yield f"{lead}{name}: {'true' if value else 'false'}"
        elif isinstance(value, tuple):
            yield f"{lead}{name}: [{', '.join(scalar(v, '[{}]') for v in value)}]"
        else:
            yield f"{lead}{name}: {scalar(value, 'k: {}')}"
        lead = " " * column


def scalar(text: str, around: str = "[{}]") -> str:
    """The text as it stands where YAML reads it back as that very text, else in quotes."""
    try:
        read = yaml.load(around.replace("{}", text), _Safe)
    except (yaml.YAMLError, ValueError):
        read = None
    plain = read in ([text], {"k": text}) and text == text.strip() and "\n" not in text
    return text if plain else json.dumps(text, ensure_ascii=False)


def _read_back(entry: Mapping[str, Value]) -> dict[str, Any]:
    """The entry as YAML without types reads it."""
    out: dict[str, Any] = {}
    for name, value in entry.items():
        if isinstance(value, bool):
            out[name] = "true" if value else "false"
        elif isinstance(value, tuple):
            out[name] = list(value)
        elif isinstance(value, Block) or "\n" in value:
            out[name] = value.rstrip("\n") + "\n"
        else:
            out[name] = value
    return out


def _hold(before: str, after: str, key: str, meant: Callable[[list[Any]], list[Any]]) -> None:
    """FileStyleError unless `after` says what `before` said with just the list changed as meant."""
    was: dict[str, Any] = yaml.load(before, _Loader) or {}
    try:
        now = yaml.load(after, _Loader)
    except yaml.YAMLError:
        raise FileStyleError(file="") from None
    if now != {**was, key: meant(list(was.get(key) or []))}:
        raise FileStyleError(file="")
