"""Whether what was found of the asker still stands when something is about to be done.

A conversation may go on for hours. Policy and identity are read once, when it begins; before each act they are held
against the file and the clock, so that nothing runs under a policy that is gone or a token that has expired.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ...core.errors import DeniedError
from ...core.identity import Identity
from .policy import Policy
from .policy_file import content


class PolicyChanged(DeniedError):
    """The policy's file is another one than the conversation began under. Slots: policy."""

    code = "policy_changed"
    ends_turn = True


class IdentityChanged(DeniedError):
    """The token that is there now is somebody else's, or gives other rights. Slots: user."""

    code = "identity_changed"
    ends_turn = True


class InForce:
    """Call it before an act. Raises PolicyMissing, PolicyError and PolicyChanged; IdentityChanged, and what `again` does.

    `until` is when the proof of who asks ends (seconds since 1970; none for the operating system's user), `again` proves it
    anew and says until when.
    """

    def __init__(
        self,
        policy: Policy,
        identity: Identity,
        now: Callable[[], float],
        *,
        until: float | None = None,
        again: Callable[[], tuple[Identity, float]] | None = None,
    ) -> None:
        self._policy, self._identity, self._now = policy, identity, now
        self._until, self._again = until, again

    def __call__(self) -> None:
        if hashlib.sha256(content(Path(self._policy.source))).hexdigest() != self._policy.digest:
            raise PolicyChanged(policy=self._policy.source)
        if self._until is None or self._again is None or self._now() < self._until:
            return
        identity, until = self._again()
        if identity != self._identity:
            raise IdentityChanged(user=self._identity.user)
        self._until = until
