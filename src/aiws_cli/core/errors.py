"""Errors with a next step. Each class names a text (core/language), an exit code and who should act.

Raise the most precise class; give its text's slots as keyword arguments. Rooms define their own subclasses
beside the code that raises them; what several rooms raise is here.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from .language import Language, current, say

Actor = Literal["model", "user", "crash"]


class AiwsError(Exception):
    """Base. `code` is the stable machine name; texts are `error.<code>` and `error.<code>.hint`.

    `actor` says who can mend it: the model (try again with this message), the user (the hint), or nobody (a fault).
    `ends_turn`: whatever the model wrote instead would be refused as well (who asks is not known any more).
    """

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1
    actor: ClassVar[Actor] = "crash"
    ends_turn: ClassVar[bool] = False

    def __init__(self, **slots: Any) -> None:
        self.slots = slots
        super().__init__(self.code, slots)

    def message(self, language: Language | None = None) -> str:
        """One sentence naming the thing that is wrong."""
        return say(f"error.{self.code}", language or current(), **self.slots)

    def hint(self, language: Language | None = None) -> str:
        """The way out; empty only where there is none."""
        return say(f"error.{self.code}.hint", language or current(), default="", **self.slots)

    def __str__(self) -> str:
        return self.message()


class UsageError(AiwsError):
    """The command was called wrongly."""

    code = "usage"
    exit_code = 2
    actor = "user"


class SqlSyntaxError(AiwsError):
    """SQL that does not parse. Slots: detail (line, column and what was found)."""

    code = "sql_syntax"
    exit_code = 2
    actor = "model"


class SettingsError(AiwsError):
    """A setting is missing or wrong. Slots: name, detail."""

    code = "settings"
    exit_code = 3
    actor = "user"


class DeniedError(AiwsError):
    """Policy or guard said no. Slots: reason."""

    code = "denied"
    exit_code = 4
    actor: ClassVar[Actor] = "user"


class HumanNeededError(AiwsError):
    """A decision is needed and nobody can be asked. Slots: what."""

    code = "human_needed"
    exit_code = 5
    actor = "user"


class NoAnswerError(AiwsError):
    """No valid answer came about. Slots: reason."""

    code = "no_answer"
    exit_code = 6
    actor = "user"


class LimitError(AiwsError):
    """A turn, time, token, row or memory limit ended it. Slots: limit, value."""

    code = "limit"
    exit_code = 7
    actor = "user"


class UnavailableError(AiwsError):
    """A model server or warehouse cannot be reached now. Slots: what, detail."""

    code = "unavailable"
    exit_code = 75
    actor = "user"


class WarehouseError(AiwsError):
    """The engine understood the statement and could not do it. Slots: detail (names and types, never a value)."""

    code = "warehouse"
    exit_code = 6
    actor = "model"


class StatementFailed(WarehouseError):
    """What an adapter makes of an engine's error, so that no value travels in it. Slots: form, detail, first, second.

    `form` is the tail of a text key `sql.failed.<form>`; `first` and `second` are types or a column's name. Only with
    form `names` is `detail` the engine's own text: what it says of the names in the statement before a row was read.
    Every other message of an engine is a form, because where it puts a value is the engine's choice. Before anybody
    reads the error, the guard checks each name and word in it against what the asker may see.
    """

    def message(self, language: Language | None = None) -> str:
        slots = {k: v for k, v in self.slots.items() if k != "form"}
        return say(f"sql.failed.{self.slots['form']}", language, **slots).rstrip()


class InterruptedByUser(AiwsError):
    """Ctrl-C."""

    code = "interrupted"
    exit_code = 130
    actor = "user"
