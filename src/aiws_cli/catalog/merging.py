"""What a warehouse says of a table put into the file that describes it already, without touching what people wrote.

New columns and foreign keys come in behind those there are, types are brought up to date, values come where a column
has none; what is gone from the warehouse is told, not taken out. The file is never dumped anew: comments, order and
style stay. Each change is held against what the file said before, and where it would say anything else than meant,
nothing is written.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from aiws_cli.core.tables import Relationship, Table
from aiws_cli.core.yaml_lines import check_extent

from .contract_text import contract, logical_type, written
from .entries import FileStyleError, decoded, scalar

Kind = Literal[
    "table_added",
    "table_gone",
    "column_added",
    "column_gone",
    "type_changed",
    "key_differs",
    "relationship_added",
    "values_added",
    "metric_added",
    "query_added",
    "not_merged",
    "skipped",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that was changed or is to be looked at. `file` is relative to the folder, `before` and `after` are texts.

    Of these, `table_gone`, `column_gone`, `key_differs`, `not_merged` and `skipped` changed nothing.
    """

    kind: Kind
    table: str
    file: str = ""
    column: str = ""
    before: str = ""
    after: str = ""


def merge(data: bytes, known: Table, found: Table, file: str) -> tuple[bytes, tuple[Change, ...]]:
    """The file with what is new in `found`, and what was changed or is to be looked at.

    `known` is the table as the file describes it. Raises FileStyleError where the file's lists are written in a way
    that can't be added to by line.
    """
    text, encode = decoded(data)
    work = _Work(text, known, file)
    work.columns(found)
    work.relationships(found)
    after = work.text()
    return (encode(after) if after != text else data), tuple(work.changes)


class _Work:
    def __init__(self, text: str, known: Table, file: str) -> None:
        self._before, self._known, self._file = text, known, file
        self._lines = text.split("\n")
        self.changes: list[Change] = []
        self._edits: list[tuple[int, int, str]] = []
        self._inserts: dict[int, list[str]] = {}
        try:
            check_extent(text)
            top = yaml.compose(text, yaml.BaseLoader)
        except yaml.YAMLError:
            raise FileStyleError(file="") from None
        self._meant: Any = yaml.load(text, yaml.BaseLoader)
        self._item, self._meant_item = self._find(top)

    def _find(self, top: Any) -> tuple[Any, Any]:
        items = _value(top, "schema")
        for node, plain in zip(items.value if items else (), self._meant.get("schema") or (), strict=False):
            name = plain.get("physicalName") or plain.get("name")
            if isinstance(name, str) and name.strip().lower() == self._known.name.lower():
                return node, plain
        raise FileStyleError(file="")

    def columns(self, found: Table) -> None:
        nodes = _block(_value(self._item, "properties"))
        have = {}
        for node, plain in zip(nodes.value, self._meant_item["properties"], strict=True):
            have[str(plain.get("name")).strip().lower()] = (node, plain)
        fresh = []
        for column, entry in zip(found.columns, contract(found)["schema"][0]["properties"], strict=True):
            there = have.pop(column.name.lower(), None)
            if there is None:
                fresh.append(entry)
                self._tell("column_added", column.name, after=column.type)
                continue
            node, plain = there
            self._type(node, plain, column.name, column.type)
            if column.sample_values and not ({"ai", "examples"} & plain.keys()):
                self._values(node, plain, column.name, column.sample_values)
        for _, plain in have.values():
            self._tell("column_gone", plain["name"], before=str(plain.get("physicalType", "")))
        if fresh:
            self._append(nodes, self._meant_item["properties"], fresh)
        mine = {c.lower() for c in self._known.primary_key}
        theirs = {c.lower() for c in found.primary_key}
        if theirs and mine != theirs:
            before, after = ", ".join(self._known.primary_key), ", ".join(found.primary_key)
            self._tell("key_differs", "", before=before, after=after)

    def _type(self, node: Any, plain: Any, column: str, real: str) -> None:
        said = _value(node, "physicalType")
        if said is None or _bare(said.value) == _bare(real):
            return
        self._tell("type_changed", column, before=said.value, after=real)
        self._replace(said, real)
        plain["physicalType"] = real
        logical = _value(node, "logicalType")
        # A logical type that followed from the type follows the new one; one a person chose stays.
        if logical is not None and logical.value == logical_type(said.value) != logical_type(real):
            self._replace(logical, logical_type(real))
            plain["logicalType"] = logical_type(real)

    def _values(self, node: Any, plain: Any, column: str, values: tuple[str, ...]) -> None:
        self._tell("values_added", column, after=", ".join(values))
        flow = f"[{', '.join(scalar(v) for v in values)}]"
        if node.flow_style:
            end = node.end_mark.index - 1
            self._edits.append((end, end, f", ai: {{sample_values: {flow}}}"))
        else:
            lead = " " * node.start_mark.column
            self._insert(_last_line(node), [f"{lead}ai:", f"{lead}  sample_values: {flow}"])
        plain["ai"] = {"sample_values": list(values)}

    def relationships(self, found: Table) -> None:
        known = {_ends(r) for r in self._known.relationships}
        fresh = [r for r in found.relationships if _ends(r) not in known]
        entries = []
        for rel in fresh:
            entry = written(rel)
            if not entry:
                continue
            entries.append(entry)
            ends = f"{rel.to_table}({', '.join(rel.to_columns)})"
            self._tell("relationship_added", ", ".join(rel.from_columns), after=ends)
        if not entries:
            return
        there = _value(self._item, "relationships")
        if there is not None and getattr(there, "value", ""):
            self._append(_block(there), self._meant_item["relationships"], entries)
            return
        if there is not None or self._item.flow_style:
            raise FileStyleError(file="")  # `relationships:` with nothing behind it, or all in one line
        lead = " " * self._item.start_mark.column
        self._insert(_last_line(self._item), [f"{lead}relationships:", *_dashed(entries, f"{lead}  ")])
        self._meant_item["relationships"] = _plain(entries)

    def _append(self, nodes: Any, meant: list[Any], entries: list[Mapping[str, Any]]) -> None:
        lead = " " * nodes.start_mark.column
        self._insert(_last_line(nodes), list(_dashed(entries, lead)))
        meant.extend(_plain(entries))

    def _replace(self, node: Any, text: str) -> None:
        self._edits.append((node.start_mark.index, node.end_mark.index, scalar(text)))

    def _insert(self, line: int, lines: list[str]) -> None:
        self._inserts.setdefault(line, []).extend(lines)

    def _tell(self, kind: Kind, column: str, *, before: str = "", after: str = "") -> None:
        self.changes.append(Change(kind, self._known.name, self._file, column, before, after))

    def text(self) -> str:
        """The file's text after all changes. Raises FileStyleError where it would not say what is meant."""
        starts = [0]
        for line in self._lines:
            starts.append(starts[-1] + len(line) + 1)
        edits = list(self._edits)
        for line, new in self._inserts.items():
            end = min(starts[line + 1] - 1, len(self._before))
            edits.append((end, end, "".join(f"\n{text}" for text in new)))
        out = self._before
        for start, end, new in sorted(edits, key=lambda e: e[0], reverse=True):
            out = out[:start] + new + out[end:]
        try:
            same = yaml.load(out, yaml.BaseLoader) == self._meant
        except yaml.YAMLError:
            same = False
        if not same:
            raise FileStyleError(file="")
        return out


def _value(mapping: Any, key: str) -> Any:
    """The node under a key of a mapping node, or None."""
    if not isinstance(mapping, yaml.MappingNode):
        raise FileStyleError(file="")
    return next((value for name, value in mapping.value if name.value == key), None)


def _block(node: Any) -> Any:
    """A list of mappings written with dashes."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        raise FileStyleError(file="")
    if not all(isinstance(v, yaml.MappingNode) for v in node.value):
        raise FileStyleError(file="")
    return node


def _last_line(node: Any) -> int:
    """The last line (from 0) with something of the node on it."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return int(node.end_mark.line) - 1 if node.end_mark.column == 0 else int(node.end_mark.line)
        return int(node.end_mark.line)
    if node.flow_style or not node.value:
        return int(node.end_mark.line)
    last = node.value[-1]
    if isinstance(last, tuple):
        name, value = last
        return max(int(name.end_mark.line), _last_line(value) if _filled(value) else 0)
    return _last_line(last)


def _filled(node: Any) -> bool:
    return not isinstance(node, yaml.ScalarNode) or bool(node.value) or bool(node.style)


def _dashed(entries: list[Mapping[str, Any]], lead: str) -> list[str]:
    made = yaml.safe_dump(
        [copy.deepcopy(dict(e)) for e in entries],
        allow_unicode=True,
        sort_keys=False,
        width=10_000,
        default_flow_style=False,
    )
    return [f"{lead}{line}" for line in made.rstrip("\n").split("\n")]


def _plain(entries: list[Mapping[str, Any]]) -> list[Any]:
    """The entries as YAML without types reads them."""
    out = yaml.load("\n".join(_dashed(entries, "")), yaml.BaseLoader)
    assert isinstance(out, list)
    return out


def _bare(type_text: str) -> str:
    return re.sub(r"\s+", "", type_text).upper()


def _ends(rel: Relationship) -> tuple[Any, ...]:
    pairs = sorted((x.lower(), y.lower()) for x, y in zip(rel.from_columns, rel.to_columns, strict=True))
    return rel.to_table.lower(), tuple(pairs)
