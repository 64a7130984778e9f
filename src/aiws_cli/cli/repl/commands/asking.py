"""/lang: how questions are answered."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ....core import language
from ....core.language import say
from ...door import one_of
from ...output import note
from ..command import SlashCommand

if TYPE_CHECKING:
    from ..loop import Repl

_LANGUAGES = ("ko", "en")


def _language(_: Repl, name: str) -> None:
    os.environ["AIWS_LANG"] = one_of("/lang", name, _LANGUAGES)
    language.use(None)
    note(say("repl.lang_set"))


COMMANDS = (
    SlashCommand("/lang", _language, " | ".join(_LANGUAGES), free=True, completes=lambda _: _LANGUAGES),
)
