"""YAML as written, with line numbers: scalars stay the text that stands in the file.

YAML 1.1 would read a code value `ON` as true and `007` as seven. The composer is run without implicit types,
so a reader asks for the type it wants, and every wrong answer is a Problem with a line.
"""

from __future__ import annotations

import difflib
import errno
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from .files import read_file
from .problems import Problem
from .untrusted import clean

_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Loader(_Base):  # type: ignore[misc]
    """Nobody asks for a node's tag here: not working it out saves a third of the time a file takes."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return ""

    def descend_resolver(self, node: Any, index: Any) -> None:
        """Nothing to follow: there are no rules by path."""

    def ascend_resolver(self) -> None:
        """As above."""


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE", "yes", "Yes"})
_FALSE = frozenset({"false", "False", "FALSE", "no", "No"})
MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 200
# So many levels any stack holds: only where there may be more are they counted, which takes as long as reading.
_HARMLESS_DEPTH = 1_000
# Beyond so many keys one more unknown one tells nobody anything.
_KEYS_LOOKED_AT = 1_000
MAX_ALIASES = 100
_ALIAS = re.compile(r"(?<![^\s\[{,])\*[^\s*]")
_OPENERS = ("[", "{", "- ", "-\t", "? ", "?\t")


class TooMuch(yaml.YAMLError):
    """More than any file that people write: lists and mappings in one another, or aliases that multiply what they name."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def check_extent(text: str) -> None:
    """Raises TooMuch, and YAMLError where the text is none.

    Composing recurses in C, so what is too deep would end the process; aliases of aliases would keep a reader for ever.
    """
    shallow = sum(map(text.count, _OPENERS)) < _HARMLESS_DEPTH and f"\n{' ' * MAX_DEPTH}" not in text
    if shallow and len(_ALIAS.findall(text)) <= MAX_ALIASES:
        # Each level takes one of these or a deeper indentation.
        return
    depth = aliases = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise TooMuch("nested too deeply")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
            if aliases > MAX_ALIASES:
                raise TooMuch("too many aliases")


def keys(names: str) -> frozenset[str]:
    """The words of `names`: the keys a mapping may have."""
    return frozenset(names.split())


def decode(data: bytes) -> str:
    """UTF-8 (with or without a byte order mark), else CP949. Raises UnicodeDecodeError where it is neither."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as utf8:
        try:
            return data.decode("cp949")
        except UnicodeDecodeError:
            raise utf8 from None


def read(
    path: Path,
    file: str,
    problems: list[Problem],
    data: bytes | None = None,
    *,
    within: Path | None = None,
    plain: bool = False,
) -> Fields | None:
    """The mapping at the top of a YAML file; None (with a Problem added) where there is none.

    `plain`: anchors, aliases, tags and characters nobody sees are Problems: what holds is what a reader sees.
    Raises nothing for bad content; an unreadable file, and a link that leads out of the folder `within`, is a Problem too.
    """
    try:
        raw = read_file(path, MAX_BYTES, within=within) if data is None else data
    except OSError as e:
        if e.errno == errno.EFBIG:
            problems.append(Problem(file, 0, "too_large", {"megabytes": MAX_BYTES // 1024 // 1024}))
        else:
            problems.append(Problem(file, 0, "unreadable", {"detail": e.strerror or str(e)}))
        return None
    if len(raw) > MAX_BYTES:
        problems.append(Problem(file, 0, "too_large", {"megabytes": MAX_BYTES // 1024 // 1024}))
        return None
    try:
        text = decode(raw)
        check_extent(text)
        if plain:
            _check_plain(text, file, problems)
        node = yaml.compose(text, _Loader)
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        problems.append(Problem(file, line, "encoding", {}))
        return None
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None) or getattr(e, "context_mark", None)
        said = getattr(e, "problem", None) or str(e).splitlines()[0]
        problems.append(Problem(file, mark.line + 1 if mark else 0, "yaml", {"detail": said}))
        return None
    if node is None:
        problems.append(Problem(file, 0, "empty_file", {}))
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.append(Problem(file, _line(node), "not_mapping", {"key": file}))
        return None
    return Fields(node, file, problems)


def _check_plain(text: str, file: str, problems: list[Problem]) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if clean(line) != line.rstrip("\r"):
            problems.append(Problem(file, number, "yaml_unseen", {}))
    for event in yaml.parse(text, _Loader):
        if (
            isinstance(event, yaml.AliasEvent)
            or getattr(event, "anchor", None)
            or getattr(event, "tag", None)
        ):
            problems.append(Problem(file, _line(event), "yaml_not_plain", {}))


class Fields:
    """A mapping of the file, read key by key; wrong shapes become Problems and read as empty."""

    __slots__ = ("_nodes", "_problems", "file", "line")

    def __init__(self, node: Any, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.line = _line(node)
        self._problems = problems
        # Key nodes are kept, not their lines: few are ever asked for.
        nodes: dict[str, tuple[Any, Any]] = {}
        for pair in node.value:
            key = pair[0]
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in nodes:
                self.problem("duplicate_key", _line(key), name=name)
            nodes[name] = pair
        self._nodes = nodes

    def problem(self, kind: str, line: int = 0, **slots: Any) -> None:
        self._problems.append(Problem(self.file, line or self.line, kind, slots))

    def only(self, known: frozenset[str]) -> None:
        """Report keys that are not known, each with a near name."""
        if self._nodes.keys() <= known:
            return
        for name, (key, _) in islice(self._nodes.items(), _KEYS_LOOKED_AT):
            if name not in known:
                line = _line(key)
                near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
                if near:
                    self.problem("unknown_key_near", line, name=name, near=near[0])
                else:
                    self.problem("unknown_key", line, name=name, known=", ".join(sorted(known)))

    def __iter__(self) -> Iterator[str]:
        """Its keys in the file's order."""
        return iter(self._nodes)

    def line_of(self, key: str) -> int:
        """The line of that key; the mapping's own where the key is absent."""
        return _line(self._nodes[key][0]) if key in self._nodes else self.line

    def has(self, key: str) -> bool:
        return key in self._nodes and not _is_null(self._nodes[key][1])

    def text(self, key: str, *, required: bool = False, null_is_text: bool = False) -> str:
        """The scalar as written, stripped; empty where absent or null. `null_is_text`: `null` is a word like others."""
        found = self._nodes.get(key)
        if found is None or (_is_null(found[1]) and not null_is_text):
            if required:
                self.problem("missing_key", _line(found[0]) if found else 0, name=key)
            return ""
        if not isinstance(found[1], yaml.ScalarNode):
            self.problem("not_text", _line(found[0]), name=key)
            return ""
        return str(found[1].value).strip()

    def filled(self) -> None:
        """Report keys without a value, where leaving one out would say less than the file seems to."""
        for name, (key, value) in self._nodes.items():
            if _is_null(value):
                self.problem("no_value", _line(key), name=name)

    def choice(self, key: str, allowed: frozenset[str], default: str) -> str:
        """A scalar that must be one of `allowed`; `default` where absent or wrong."""
        value = self.text(key)
        if not value:
            return default
        if value not in allowed:
            self.problem(
                "not_allowed", self.line_of(key), name=key, value=value, allowed=", ".join(sorted(allowed))
            )
            return default
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.text(key)
        if not value:
            return default
        if value not in _TRUE and value not in _FALSE:
            self.problem("not_allowed", self.line_of(key), name=key, value=value, allowed="false, true")
            return default
        return value in _TRUE

    def texts(self, key: str, *, alone: bool = False, filled: bool = False) -> tuple[str, ...]:
        """A list of scalars. `alone`: one scalar counts as a list of one. `filled`: report items that are null or blank."""
        found = self._nodes.get(key)
        if found is None or _is_null(found[1]):
            return ()
        at, node = found
        if alone and isinstance(node, yaml.ScalarNode):
            node = yaml.SequenceNode("", [node], node.start_mark, node.end_mark)
        if not isinstance(node, yaml.SequenceNode):
            self.problem("not_list", _line(at), name=key)
            return ()
        out: list[str] = []
        for item in node.value:
            if filled and (_is_null(item) or (isinstance(item, yaml.ScalarNode) and not item.value.strip())):
                self.problem("no_value", _line(item), name=key)
            elif isinstance(item, yaml.ScalarNode):
                if not _is_null(item):
                    out.append(str(item.value).strip())
            else:
                self.problem("not_text", _line(item), name=key)
        return tuple(out)

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of scalars to scalars in the file's order, both as written."""
        found = self._nodes.get(key)
        if found is None or _is_null(found[1]):
            return {}
        at, node = found
        if not isinstance(node, yaml.MappingNode):
            self.problem("not_pairs", _line(at), name=key)
            return {}
        out: dict[str, str] = {}
        for k, v in node.value:
            if not isinstance(k, yaml.ScalarNode) or not isinstance(v, yaml.ScalarNode):
                self.problem("not_pairs", _line(k), name=key)
                continue
            if k.value in out:
                self.problem("duplicate_key", _line(k), name=k.value)
            out[str(k.value)] = str(v.value).strip()
        return out

    def child(self, key: str) -> Fields | None:
        """The mapping under that key; None where absent or null."""
        found = self._nodes.get(key)
        if found is None or _is_null(found[1]):
            return None
        at, node = found
        if not isinstance(node, yaml.MappingNode):
            self.problem("not_mapping", _line(at), key=key)
            return None
        return Fields(node, self.file, self._problems)

    def named(self, key: str) -> Iterator[tuple[str, Fields]]:
        """The mappings under the names of the mapping `key`, in the file's order; an empty one where a name has none."""
        found = self._nodes.get(key)
        if found is None or _is_null(found[1]):
            return
        at, node = found
        if not isinstance(node, yaml.MappingNode):
            self.problem("not_mapping", _line(at), key=key)
            return
        seen: set[str] = set()
        for k, v in node.value:
            name = str(k.value) if isinstance(k, yaml.ScalarNode) else ""
            if name in seen:
                self.problem("duplicate_key", _line(k), name=name)
            seen.add(name)
            if isinstance(v, yaml.MappingNode):
                yield name, Fields(v, self.file, self._problems)
            elif _is_null(v):
                yield (
                    name,
                    Fields(yaml.MappingNode("", [], k.start_mark, k.end_mark), self.file, self._problems),
                )
            else:
                self.problem("not_mapping", _line(k), key=name)

    def size(self, key: str) -> int:
        """How many items the list or mapping under that key has; 0 where there is none."""
        node = self._nodes[key][1] if key in self._nodes else None
        return len(node.value) if isinstance(node, (yaml.SequenceNode, yaml.MappingNode)) else 0

    def is_list(self, key: str) -> bool:
        """Whether a list stands under that key."""
        return key in self._nodes and isinstance(self._nodes[key][1], yaml.SequenceNode)

    def is_mapping(self, key: str) -> bool:
        """Whether a mapping stands under that key."""
        return key in self._nodes and isinstance(self._nodes[key][1], yaml.MappingNode)

    def children(self, key: str, *, required: bool = False) -> Iterator[Fields]:
        """The mappings of a list under that key."""
        found = self._nodes.get(key)
        if found is None or _is_null(found[1]):
            if required:
                self.problem("missing_key", _line(found[0]) if found else 0, name=key)
            return
        at, node = found
        if not isinstance(node, yaml.SequenceNode):
            self.problem("not_list", _line(at), name=key)
            return
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                yield Fields(item, self.file, self._problems)
            else:
                self.problem("not_mapping", _line(item), key=key)


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in _NULLS
