"""A policy's YAML to values. Every problem names the file and the line; a policy with a problem is no policy."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from ...core.errors import DeniedError, SettingsError
from ...core.files import read_file
from ...core.language import Language, say
from ...core.problems import Problem
from ...core.yaml_lines import MAX_BYTES, Fields, keys, read
from .masks import NAMED
from .policy import AuditLiterals, ModelSees, PiiOnResults, Policy, Protect, Role, Rule, Subject, TokenRules
from .policy_sql import PolicySqlError, check_condition, check_mask, is_attribute

SHOWN = 20
_TOP = keys(
    "name version dialect identity masks protect audit roles users groups everyone services description"
)
_IDENTITY = keys("require jwks issuer audience user groups attributes")
_PROTECT = keys("hide mask")
_ROLE = keys(
    "title extends companies tables discoverable limits export publish tools pii model_sees examiner description"
)
_LIMITS = keys("rows seconds")
_RULE = keys("match deny show hide clear mask rows least_group reads description")
_LEAST = keys("size unit")
_SUBJECT = keys("roles attributes")
_AUDIT = keys("literals")
_COMPANY = re.compile(r"company:[^*?/:]+(/[^*?/:]+)?")
_ONE_TABLE = re.compile(r"[^*?.:]+\.[^*?.:]+")
_BESIDE_DENY = keys("match deny description")
_CLASSES = keys("public internal pseudonymous personal sensitive")


class PolicyError(SettingsError):
    """The policy can't be used as it is, so nothing is permitted. `problems` holds every finding, by line."""

    code = "policy"
    exit_code = 3
    actor = "user"

    def __init__(self, path: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(path=path, count=len(self.problems))

    def message(self, language: Language | None = None) -> str:
        lines = [say("error.policy", language, **self.slots)]
        lines += [f"  {p.text(language)}" for p in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append("  " + say("catalog.more_problems", language, count=len(self.problems) - SHOWN))
        return "\n".join(lines)


class PolicyMissing(DeniedError):
    """There is no policy, so nothing is permitted. Slots: path (where one was named, else empty)."""

    code = "policy_missing"
    ends_turn = True

    def message(self, language: Language | None = None) -> str:
        key = "error.policy_missing.named" if self.slots.get("path") else "error.policy_missing"
        return say(key, language, **self.slots)


def load(path: Path) -> Policy:
    """The policy of a file. Raises PolicyMissing, PolicyError: also for a last line without an end, half a file may be wider."""
    data, name = content(path), str(path)
    if data.strip() and not data.endswith(b"\n"):
        raise PolicyError(name, (Problem(name, data.count(b"\n") + 1, "cut_short", {}),))
    return parse(data, name)


def content(path: Path) -> bytes:
    """The bytes of a policy's file. Raises PolicyMissing, PolicyError where they can't be read."""
    try:
        return read_file(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        raise PolicyMissing(path=path) from None
    except OSError as problem:
        why = {"detail": problem.strerror or str(problem)}
        raise PolicyError(str(path), (Problem(str(path), 0, "unreadable", why),)) from problem


def parse(data: bytes, source: str) -> Policy:
    """The policy in these bytes; `source` names them in problems. Raises PolicyError."""
    problems: list[Problem] = []
    top = read(Path(source), source, problems, data, plain=True)
    policy = _policy(top, source, hashlib.sha256(data).hexdigest()) if top is not None else None
    if problems or policy is None:
        raise PolicyError(source, sorted(problems, key=lambda p: p.line))
    return policy


def _policy(top: Fields, source: str, digest: str) -> Policy:
    _only(top, _TOP)
    dialect = top.choice("dialect", keys("duckdb snowflake"), "duckdb")
    masks = _own_masks(top, dialect)
    tokens, required = _tokens(top)
    protect_at = top.child("protect")
    protect = Protect()
    if protect_at is not None:
        _only(protect_at, _PROTECT)
        protect = Protect(_columns(protect_at, "hide"), _masks(protect_at, masks, dialect), protect_at.line)
    roles = _roles(top, masks, dialect)
    if not roles:
        top.problem("missing_key", top.line_of("roles"), name="roles")
    audit = top.child("audit")
    literals = "personal"
    if audit is not None:
        _only(audit, _AUDIT)
        literals = audit.choice("literals", keys("personal tokenised"), "personal")
    everyone = None
    if top.has("everyone"):
        at = top.child("everyone")
        everyone = _subject(at, roles) if at is not None else None
    return Policy(
        name=top.text("name", required=True),
        version=top.text("version", required=True),
        digest=digest,
        source=source,
        roles=roles,
        users=_subjects(top, "users", roles),
        groups=_subjects(top, "groups", roles),
        everyone=everyone,
        services=_subjects(top, "services", roles),
        protect=protect,
        masks=masks,
        tokens=tokens,
        token_required=required,
        dialect=dialect,
        literals=cast(AuditLiterals, literals),
    )


def _only(at: Fields, known: frozenset[str]) -> None:
    """Nothing but known keys, each with a value: what is left out by mistake would permit more than was meant."""
    at.only(known)
    at.filled()


def _own_masks(top: Fields, dialect: str) -> dict[str, str]:
    masks: dict[str, str] = {}
    at = top.child("masks")
    if at is None:
        return masks
    for written in at:
        name, text = written.strip().lower(), at.text(written, null_is_text=True)
        if name in masks:
            at.problem("duplicate_key", at.line_of(written), name=written)
        elif not name or name in NAMED:
            at.problem("mask_name", at.line_of(written), name=written)
        masks[name] = text
        _check(at, at.line_of(written), written, lambda text=text: check_mask(text, {}, dialect))
    return masks


def _tokens(top: Fields) -> tuple[TokenRules | None, bool]:
    at = top.child("identity")
    if at is None:
        return None, False
    _only(at, _IDENTITY)
    required = at.choice("require", keys("os token"), "os") == "token"
    if not required and tuple(at) == ("require",):
        return None, False
    inner = at.child("attributes")
    attributes: dict[str, str] = {}
    if inner is not None:
        inner.filled()
        _attribute_names(inner)
        attributes = {name: inner.text(name) for name in inner}
    return (
        TokenRules(
            jwks=at.text("jwks", required=True),
            issuer=at.text("issuer", required=True),
            audience=at.text("audience", required=True),
            user_claim=at.text("user") or "sub",
            groups_claim=at.text("groups"),
            attributes=attributes,
            required=required,
        ),
        required,
    )


def _roles(top: Fields, masks: dict[str, str], dialect: str) -> dict[str, Role]:
    out: dict[str, Role] = {}
    for name, at in top.named("roles"):
        _only(at, _ROLE)
        if not name.replace("_", "").replace("-", "").isalnum():
            at.problem("role_name", name=name)
        if name.lower() in out:
            at.problem("duplicate_key", name=name)
        above = None
        extends = at.text("extends").lower()
        if extends:
            above = out.get(extends)
            if above is None:
                at.problem("unknown_role", at.line_of("extends"), name=extends, known=", ".join(out) or "-")
        role = _role(name, at, above or Role(name), masks, dialect)
        if not role.rules:
            at.problem("no_rules", name=name)
        out[name.lower()] = role
    return out


def _role(name: str, at: Fields, above: Role, masks: dict[str, str], dialect: str) -> Role:
    own = tuple(_rule(rule, masks, dialect) for rule in at.children("tables"))
    limits = at.child("limits")
    rows, seconds = above.max_rows, above.seconds
    if limits is not None:
        _only(limits, _LIMITS)
        rows = int(_number(limits, "rows", whole=True) or rows)
        seconds = _number(limits, "seconds") or seconds
    pii = at.choice("pii", keys("allow warn mask block"), above.pii)
    sees = at.choice("model_sees", keys("rows schema"), above.model_sees)
    return Role(
        name=name.lower(),
        title=at.text("title") or name,
        companies=_companies(at) if at.has("companies") else above.companies,
        rules=(*own, *above.rules),
        discoverable=_tables(at, "discoverable") if at.has("discoverable") else above.discoverable,
        max_rows=rows,
        seconds=seconds,
        export=at.flag("export", above.export),
        publish=at.flag("publish", above.publish),
        tools=at.texts("tools", alone=True, filled=True) if at.has("tools") else above.tools,
        pii=cast(PiiOnResults, pii),
        model_sees=cast(ModelSees, sees),
        examiner=at.flag("examiner", above.examiner),
        line=at.line,
    )


def _rule(at: Fields, masks: dict[str, str], dialect: str) -> Rule:
    _only(at, _RULE)
    match = _tables(at, "match")
    if not at.has("match"):
        at.problem("missing_key", name="match")
    elif not match:
        at.problem("no_value", at.line_of("match"), name="match")
    deny = at.flag("deny")
    beside = [k for k in at if k not in _BESIDE_DENY]
    if deny and beside:
        at.problem("deny_alone", at.line_of(beside[0]), names=", ".join(beside))
    rows = at.text("rows")
    if rows:
        _check(at, at.line_of("rows"), "rows", lambda: check_condition(rows, dialect))
    size = 0
    unit: tuple[str, ...] = ()
    if at.is_mapping("least_group"):
        least = at.child("least_group")
        assert least is not None
        _only(least, _LEAST)
        size = int(_number(least, "size", whole=True))
        unit = tuple(u.lower() for u in _some(least, "unit"))
        if not least.has("size"):
            least.problem("missing_key", name="size")
    elif at.has("least_group"):
        size = int(_number(at, "least_group", whole=True))
    return Rule(
        match=match,
        deny=deny,
        show=_columns(at, "show"),
        hide=_columns(at, "hide"),
        clear=_columns(at, "clear"),
        mask=_masks(at, masks, dialect),
        rows=rows,
        least_group=size,
        unit=unit,
        reads=_tables(at, "reads", exact=True),
        line=at.line,
    )


def _masks(at: Fields, own: dict[str, str], dialect: str) -> tuple[tuple[str, str], ...]:
    inner = at.child("mask")
    if inner is None:
        return ()
    out: dict[str, str] = {}
    for written in inner:
        pattern, mask = written.strip().lower(), inner.text(written, null_is_text=True)
        _column(inner, inner.line_of(written), pattern)
        if pattern in out:
            inner.problem("duplicate_key", inner.line_of(written), name=written)
        _check(inner, inner.line_of(written), written, lambda mask=mask: check_mask(mask, own, dialect))
        out[pattern] = mask
    if not out:
        at.problem("no_value", at.line_of("mask"), name="mask")
    return tuple(out.items())


def _some(at: Fields, key: str) -> tuple[str, ...]:
    """A list under that key, or one value; where the key is there, it holds something."""
    found = at.texts(key, alone=True, filled=True)
    if at.is_list(key) and not at.size(key):
        at.problem("no_value", at.line_of(key), name=key)
    return found


def _columns(at: Fields, key: str) -> tuple[str, ...]:
    found = tuple(t.lower() for t in _some(at, key))
    for pattern in found:
        _column(at, at.line_of(key), pattern)
    return found


def _column(at: Fields, line: int, pattern: str) -> None:
    name = pattern.removeprefix("class:")
    if name != pattern and name not in _CLASSES:
        at.problem("not_allowed", line, name="class", value=name, allowed=", ".join(sorted(_CLASSES)))
    elif name == pattern and (not pattern or _is_near("class", pattern)):
        at.problem("column_pattern", line, value=pattern)


def _is_near(word: str, pattern: str) -> bool:
    """Whether a pattern seems to begin with `word:` and does not."""
    written, colon, _ = pattern.partition(":")
    return bool(colon) and bool(difflib.get_close_matches(written.strip(), (word,), n=1, cutoff=0.75))


def _tables(at: Fields, key: str, *, exact: bool = False) -> tuple[str, ...]:
    found = tuple(t.lower() for t in at.texts(key, alone=True, filled=True))
    for pattern in found:
        if exact:
            fits = _ONE_TABLE.fullmatch(pattern) is not None
        elif pattern.startswith("company:"):
            fits = _COMPANY.fullmatch(pattern) is not None
        else:
            fits = ("." in pattern or "*" in pattern) and not _is_near("company", pattern)
        if not fits:
            at.problem("table_pattern", at.line_of(key), value=pattern)
    return found


def _companies(at: Fields) -> tuple[str, ...]:
    found = tuple(c if is_attribute(c) else c.lower() for c in _some(at, "companies"))
    for company in found:
        if company != "*" and not is_attribute(company) and any(c in company for c in "*?{}:/"):
            at.problem("company_wall", at.line_of("companies"), value=company)
    return found


def _subjects(top: Fields, key: str, roles: dict[str, Role]) -> dict[str, Subject]:
    found: dict[str, Subject] = {}
    for name, at in top.named(key):
        if not name.strip() or name != name.strip() or name == "<<":
            at.problem("subject_name", name=name)
        found[name] = _subject(at, roles)
    return found


def _attribute_names(at: Fields) -> None:
    for name in at:
        if not is_attribute(f"{{user.{name}}}"):
            at.problem("attribute_name", at.line_of(name), name=name)


def _subject(at: Fields, roles: dict[str, Role]) -> Subject:
    _only(at, _SUBJECT)
    named = tuple(r.lower() for r in at.texts("roles", alone=True, filled=True))
    if not named:
        at.problem("missing_key", at.line_of("roles"), name="roles")
    for role in named:
        if role not in roles:
            near = difflib.get_close_matches(role, roles, n=1)
            at.problem("unknown_role", at.line_of("roles"), name=role, known=", ".join(near or roles))
    attributes: Mapping[str, tuple[str, ...]] = {}
    inner = at.child("attributes")
    if inner is not None:
        inner.filled()
        _attribute_names(inner)
        attributes = {key: _some(inner, key) for key in inner}
    return Subject(named, attributes, at.line)


def _number(at: Fields, key: str, *, whole: bool = False) -> float:
    text = at.text(key)
    if not text:
        return 0
    try:
        value = float(int(text) if whole else float(text))
    except ValueError:
        value = -1
    if not 0 < value < 1e12:
        at.problem("number", at.line_of(key), name=key, value=text)
        return 0
    return value


def _check(at: Fields, line: int, name: str, check: Any) -> None:
    try:
        check()
    except PolicySqlError as problem:
        at.problem("policy_sql", line, name=name, detail=problem.detail)
