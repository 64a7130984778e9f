"""From a user to roles and attributes."""

from __future__ import annotations

import pytest

from aiws_cli.governance.rights.identify import (
    NoRole,
    RoleNotYours,
    ServiceUnknown,
    TokenNeeded,
    identify,
    identify_service,
)
from aiws_cli.governance.rights.policy_file import parse

TEXT = """\
name: n
version: '1'
roles:
  low: {tables: [{match: 'a.*'}]}
  mid: {tables: [{match: 'b.*'}]}
  high: {tables: [{match: '*'}]}
users:
  kim: {roles: [High, low], attributes: {branch: b1}}
groups:
  staff: {roles: [low], attributes: {branch: b8, team: t1}}
  risk: {roles: [mid], attributes: {branch: b9, desk: [d1, d2]}}
services:
  nightly: {roles: [low, mid], attributes: {branch: b0}}
"""
EVERYONE = "everyone: {roles: [low], attributes: {branch: b0, team: t0, floor: '3'}}\n"
TOKEN = "identity: {require: token, jwks: j, issuer: i, audience: a}\n"
ALONE = parse(TEXT.encode(), "policy.yaml")
OPEN = parse((TEXT + EVERYONE).encode(), "policy.yaml")
STRICT = parse((TEXT + TOKEN).encode(), "policy.yaml")


@pytest.mark.parametrize(
    ("user", "groups", "role", "in_force", "roles"),
    [
        ("kim", (), "", "high", ("high", "low")),
        ("kim", (), "LOW", "low", ("high", "low")),
        ("kim", ("risk",), "", "high", ("high", "low", "mid")),
        # groups count in the policy's order, not in the system's
        ("lee", ("risk", "staff"), "", "low", ("low", "mid")),
        ("lee", ("risk", "other"), "", "mid", ("mid", "low")),
        ("lee", ("Risk",), "", "low", ("low",)),
        ("Kim", (), "", "low", ("low",)),
        ("nightly", (), "", "low", ("low",)),
    ],
)
def test_roles(user: str, groups: tuple[str, ...], role: str, in_force: str, roles: tuple[str, ...]) -> None:
    found = identify(OPEN, user, groups=groups, role=role)
    assert (found.user, found.role, found.roles, found.groups, found.source) == (
        user, in_force, roles, groups, "os",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("user", "groups", "claimed", "expected"),
    [
        ("kim", ("risk", "staff"), {}, {"branch": ("b1",), "team": ("t1",), "floor": ("3",), "desk": ("d1", "d2")}),
        ("lee", ("risk", "staff"), {}, {"branch": ("b8",), "team": ("t1",), "floor": ("3",), "desk": ("d1", "d2")}),
        ("lee", (), {}, {"branch": ("b0",), "team": ("t0",), "floor": ("3",)}),
        ("kim", (), {"branch": ("z",)}, {"branch": ("z",), "team": ("t0",), "floor": ("3",)}),
        ("kim", (), {"name": ("other",)}, {"name": ("other",), "branch": ("b1",), "team": ("t0",), "floor": ("3",)}),
    ],
)  # fmt: skip
def test_attributes(
    user: str,
    groups: tuple[str, ...],
    claimed: dict[str, tuple[str, ...]],
    expected: dict[str, tuple[str, ...]],
) -> None:
    found = identify(OPEN, user, groups=groups, claimed=claimed, source="token")
    assert dict(found.attributes) == {"name": (user,), **expected}


def test_who_has_no_role_has_nothing() -> None:
    with pytest.raises(NoRole) as raised:
        identify(ALONE, "lee", groups=("none",))
    assert "lee" in raised.value.message("en")
    assert raised.value.exit_code == 4


@pytest.mark.parametrize("role", ["mid", "none", " low", "*", "high,low"])
def test_a_role_only_narrows(role: str) -> None:
    with pytest.raises(RoleNotYours) as raised:
        identify(ALONE, "kim", role=role)
    assert raised.value.slots["roles"] == "high, low"
    assert raised.value.exit_code == 4


def test_where_tokens_are_required_the_system_is_not_believed() -> None:
    with pytest.raises(TokenNeeded) as raised:
        identify(STRICT, "kim")
    assert raised.value.exit_code == 4
    assert identify(STRICT, "kim", source="token").role == "high"


def test_a_service_is_itself() -> None:
    found = identify_service(ALONE, "nightly")
    assert (found.user, found.role, found.roles, found.source, found.groups) == (
        "service:nightly", "low", ("low", "mid"), "service", (),
    )  # fmt: skip
    assert dict(found.attributes) == {"name": ("nightly",), "branch": ("b0",)}
    assert identify_service(STRICT, "nightly", role="Mid").role == "mid"
    with pytest.raises(RoleNotYours):
        identify_service(ALONE, "nightly", role="high")
    for policy, service, known in ((ALONE, "kim", "nightly"), (ALONE, "Nightly", "nightly")):
        with pytest.raises(ServiceUnknown) as raised:
            identify_service(policy, service)
        assert raised.value.slots["known"] == known
