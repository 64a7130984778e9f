"""What can be wrong with a suite's database."""

from __future__ import annotations

from typing import ClassVar

from ..core.errors import Actor, AiwsError


class SuiteDatabaseError(AiwsError):
    """A suite's database cannot be made ready. Every subclass has the slot `file`, the path of the source."""

    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


class SuiteDatabaseUnread(SuiteDatabaseError):
    """There is no file of that name, or none that can be read. Slots: file, detail."""

    code = "suite_database_unread"


class SuiteDatabaseBroken(SuiteDatabaseError):
    """The file is not the database its name says, is damaged, or holds no table. Slots: file, detail."""

    code = "suite_database_broken"


class SuiteStatementUnreadable(SuiteDatabaseError):
    """A dump holds a statement that cannot be read or carried out. Slots: file, line, statement (its start), detail."""

    code = "suite_statement"


class SuiteDatabaseNotKept(SuiteDatabaseError):
    """What was made of the file cannot be written. Slots: file, folder, detail."""

    code = "suite_database_not_kept"
