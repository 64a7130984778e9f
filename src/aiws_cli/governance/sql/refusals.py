"""What the guard says when it does not let a statement through. A refusal names what was written and what is permitted,
never a value, and never whether a name that is not permitted exists."""

from __future__ import annotations

from typing import Any, ClassVar

from ...core.errors import Actor, DeniedError
from ...core.language import Language, say


class SqlRefused(DeniedError):
    """The statement uses something the guard does not let through. Slots: kind (a text key's tail), what; size (groups)."""

    code = "sql_refused"
    actor: ClassVar[Actor] = "model"

    def message(self, language: Language | None = None) -> str:
        return say(f"sql.refused.{self.slots['kind']}", language, **self._shown())

    def hint(self, language: Language | None = None) -> str:
        general = say("sql.refused.hint", language)
        return say(f"sql.refused.{self.slots['kind']}.hint", language, default=general, **self._shown())

    def _shown(self) -> dict[str, Any]:
        return {"what": "", **{k: v for k, v in self.slots.items() if k != "kind"}}


class TableNotFound(DeniedError):
    """A table that does not exist or is not permitted: the same words for both. Slots: table, near (permitted names)."""

    code = "table_not_found"
    actor: ClassVar[Actor] = "model"

    def hint(self, language: Language | None = None) -> str:
        near = self.slots.get("near", ())
        if near:
            return say("error.table_not_found.near", language, near=", ".join(near))
        return super().hint(language)
