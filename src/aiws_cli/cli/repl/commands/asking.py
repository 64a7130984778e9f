"""/model, /workspace, /role, /mode, /lang: how questions are answered."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast, get_args

from ....core import language
from ....core.deeds import Mode
from ....core.errors import AiwsError, DeniedError, UsageError
from ....core.language import say
from ....ui.cells import printable
from ...door import one_of
from ...output import note, put, put_columns
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl

_LANGUAGES = ("ko", "en")
_MODES: tuple[str, ...] = get_args(Mode)
_EVERYWHERE = "-"
"""What stands for no workspace."""


def _model(repl: Repl, name: str) -> None:
    """The models there are and the one in use; with a name, answer with that one from now on."""
    from ....models.choose import available
    from ...model import row, usable

    if not name:
        used = _used(repl)
        put(printable(say("repl.model.now", model=used or say("repl.no_model"))))
        put_columns([row(a) for a in available(repl.app.settings)])
        return
    _not_fixed(repl, "provider", "model")
    found = usable(repl.app.settings, name)
    repl.app.choose_model(
        found.provider, found.model, gguf=found.where if found.provider == "embedded" else ""
    )
    repl.model_name = found.model


def _used(repl: Repl) -> str:
    """The model in use, or empty where there is none."""
    with suppress(AiwsError):
        model = repl.app.model
        return f"{model.name} ({model.provider})"
    return ""


def model_names(repl: Repl) -> Iterable[str]:
    """Names for completion: asked for once, since a server may take its time."""
    if repl.models is None:
        from ....models.choose import available

        repl.models = ()
        with suppress(AiwsError):
            repl.models = tuple(a.model for a in available(repl.app.settings) if a.usable)
    return repl.models


def _workspace(repl: Repl, name: str) -> None:
    """Where tables are looked for first."""
    companies: Any = repl.app.permitted.companies
    if not name:
        put(
            printable(
                say("repl.workspace.now", name=repl.conversation.workspace or say("repl.workspace.all"))
            )
        )
        put_columns([(c.id, c.title_ko or c.title_en, ", ".join(d.id for d in c.domains)) for c in companies])
        return
    _not_fixed(repl, "workspace")
    from ....catalog.company_names import scope_of

    scope = scope_of(companies, "" if name == _EVERYWHERE else name)
    chosen = "/".join(p for p in (scope.company, scope.domain) if p)
    repl.app.settings = repl.app.settings.model_copy(update={"workspace": chosen})
    repl.conversation.workspace = chosen
    note(printable(say("repl.workspace.set" if chosen else "repl.workspace.set_all", name=chosen)))


def _workspaces(repl: Repl) -> Iterable[str]:
    companies: Any = ()
    with suppress(AiwsError):
        companies = repl.app.permitted.companies
    return (
        *(c.id for c in companies),
        *(f"{c.id}/{d.id}" for c in companies for d in c.domains),
        _EVERYWHERE,
    )


def _role(repl: Repl, name: str) -> None:
    """The roles the person has and the one in force; with a name, go on under that one. Both ways are on record."""
    identity = repl.app.identity
    if not name:
        titles = repl.app.policy.roles
        put_columns(
            [("✓" if r == identity.role else "-", r, getattr(titles[r], "title", "")) for r in identity.roles]
        )
        return
    if name.lower() == identity.role:
        note(say("repl.role.same", role=identity.role))
        return
    try:
        made = repl.app.in_role(name)
    except DeniedError as problem:
        about = {"reason": problem.code, "detail": problem.message("en")}
        repl.app.audit.append("denied", {**repl.app.who, "session_id": repl.conversation.session_id, **about})
        raise
    try:
        about = {"session_id": repl.conversation.session_id, "detail": f"was {identity.role}"}
        made.audit.append("role", {**made.who, **about})
        conversation = repl.taken_up(made)
    except BaseException:
        made.close()
        raise
    made.take_model(repl.app)
    repl.app.close()
    repl.app = made
    repl.go_on_with(conversation)
    note(say("repl.role.set", role=made.identity.role))


def _roles(repl: Repl) -> Iterable[str]:
    with suppress(AiwsError):
        return repl.app.identity.roles
    return ()


def _mode(repl: Repl, name: str) -> None:
    """What the model may do by itself."""
    if not name:
        put_columns([("✓" if m == repl.mode else "-", m, say(f"repl.mode.{m}")) for m in _MODES])
        return
    repl.mode = cast("Mode", one_of("/mode", name, _MODES))
    note(f"{repl.mode}: {say(f'repl.mode.{repl.mode}')}")


def _language(_: Repl, name: str) -> None:
    os.environ["AIWS_LANG"] = one_of("/lang", name, _LANGUAGES)
    language.use(None)
    note(say("repl.lang_set"))


def _not_fixed(repl: Repl, *names: str) -> None:
    """Raises UsageError where the administrator's file says one of these settings."""
    fixed = [n for n in names if repl.app.resolved.origins.get(n) == "managed"]
    if fixed:
        raise UsageError(detail=say("repl.fixed", names=", ".join(fixed)))


COMMANDS = (
    SlashCommand("/model", _model, "[NAME]", completes=model_names),
    SlashCommand("/workspace", _workspace, f"[NAME | {_EVERYWHERE}]", completes=_workspaces),
    SlashCommand("/role", _role, "[NAME]", completes=_roles),
    SlashCommand("/mode", _mode, "[MODE]", free=True, completes=lambda _: _MODES),
    SlashCommand("/lang", _language, " | ".join(_LANGUAGES), free=True, completes=lambda _: _LANGUAGES),
)
