"""What a tool is about to do, said in full before it does it; and the words decisions about it are made in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Effect = Literal["read", "write", "execute", "publish", "connect", "notify"]
"""What a tool does to the world: nothing, files, runs code, gives something out of our hands, reaches a host, tells people."""

Mode = Literal["plan", "ask", "auto-edit", "auto"]
"""How much the person lets the model do by itself in this conversation, from nothing to what policy allows."""

Verdict = Literal["allow", "ask", "deny"]


Scope = Literal["once", "session", "always"]
"""For how long a yes holds for what is like it."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's answer. `reason` goes back to the model with a no, so that it can do otherwise."""

    agreed: bool
    scope: Scope = "once"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One call of a tool: all of it, fixed before anybody decides about it. What is decided about is what is done.

    `detail` is what a person must see to agree: the whole command, the whole difference, the whole message. `reads` and
    `writes` are files, `hosts` are `name` or `name:port`, `recipients` those who will be told. `confined` says that code
    runs in the sandbox. `arguments` are those the tool is called with. A tool that acts and does not say on what is
    taken to reach the farthest its effect can.
    """

    tool: str
    effect: Effect
    arguments: Mapping[str, Any]
    detail: str
    reads: tuple[Path, ...] = ()
    writes: tuple[Path, ...] = ()
    hosts: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    confined: bool = False
    digest: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        body = json.dumps(
            {
                "tool": self.tool,
                "effect": self.effect,
                "arguments": dict(self.arguments),
                "detail": self.detail,
                "reads": [str(p) for p in self.reads],
                "writes": [str(p) for p in self.writes],
                "hosts": self.hosts,
                "recipients": self.recipients,
                "confined": self.confined,
            },
            sort_keys=True,
            default=str,
        )
        object.__setattr__(self, "digest", "sha256:" + hashlib.sha256(body.encode()).hexdigest())
