"""From who the source says is asking to an identity under a policy: roles, the one in force, attributes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from ...core.errors import DeniedError, SettingsError
from ...core.identity import Identity
from .policy import Policy, Subject

Source = Literal["os", "token", "service", "suite"]


class NoRole(DeniedError):
    """The policy gives this user no role at all. Slots: user, policy."""

    code = "no_role"
    ends_turn = True


class RoleNotYours(DeniedError):
    """`--role` names a role the identity does not have. Slots: role, roles (text)."""

    code = "role_not_yours"
    ends_turn = True


class TokenNeeded(DeniedError):
    """Only signed tokens are accepted here, and there is none. The operating system's user is no proof."""

    code = "token_needed"
    ends_turn = True


class TokensUnmanaged(SettingsError):
    """The administrator wants tokens, and the policy that says whose are believed is not the administrator's. Slots: path."""

    code = "tokens_unmanaged"


class ServiceUnknown(DeniedError):
    """The policy names no such service identity. Slots: service, known (text)."""

    code = "service_unknown"


def identify(
    policy: Policy,
    user: str,
    *,
    source: Source = "os",
    groups: Iterable[str] = (),
    claimed: Mapping[str, tuple[str, ...]] | None = None,
    role: str = "",
) -> Identity:
    """The identity of a user the source vouches for.

    Roles come from the user's own entry, then the groups' in the policy's order, then everyone's, without repeats; the
    first is in force unless `role` names another of them. Attributes of the user's entry go before a group's, those before
    everyone's; what the source claims (a token's claims) goes before all. Raises TokenNeeded, NoRole, RoleNotYours.
    """
    if policy.token_required and source == "os":
        raise TokenNeeded()
    groups = tuple(groups)
    own = policy.users.get(user)
    theirs = (subject for name, subject in policy.groups.items() if name in groups)
    subjects: list[Subject] = [s for s in (own, *theirs, policy.everyone) if s is not None]
    roles = tuple(dict.fromkeys(r for s in subjects for r in s.roles))
    attributes: dict[str, tuple[str, ...]] = {"name": (user,)}
    for subject in reversed(subjects):
        attributes.update(subject.attributes)
    attributes.update(claimed or {})
    return _in_force(policy, user, roles, role, attributes, groups, source)


def identify_service(policy: Policy, service: str, *, role: str = "") -> Identity:
    """The identity of a scheduled run: what the policy says of the service, never of the author.

    Raises ServiceUnknown, RoleNotYours.
    """
    subject = policy.services.get(service)
    if subject is None:
        raise ServiceUnknown(service=service, known=", ".join(policy.services) or "-")
    attributes = {"name": (service,), **subject.attributes}
    return _in_force(policy, f"service:{service}", subject.roles, role, attributes, (), "service")


def _in_force(
    policy: Policy,
    user: str,
    roles: tuple[str, ...],
    role: str,
    attributes: Mapping[str, tuple[str, ...]],
    groups: tuple[str, ...],
    source: Source,
) -> Identity:
    if not roles:
        raise NoRole(user=user, policy=policy.source)
    wanted = role.lower()
    if wanted and wanted not in roles:
        raise RoleNotYours(role=role, roles=", ".join(roles))
    return Identity(user, wanted or roles[0], roles, source, groups, dict(attributes))
