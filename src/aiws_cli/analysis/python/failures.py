"""Why a request that needs Python comes to nothing."""

from __future__ import annotations

from typing import ClassVar

from ...core.errors import Actor, AiwsError


class NoRowsToCompute(AiwsError):
    """The data that were asked for have no row."""

    code: ClassVar[str] = "no_rows_to_compute"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "user"


class PythonPackages(AiwsError):
    """The script would need pandas, and the Python that runs it has none."""

    code: ClassVar[str] = "python_packages"
    exit_code: ClassVar[int] = 3
    actor: ClassVar[Actor] = "user"


class NoScript(AiwsError):
    """The model's reply holds no Python."""

    code: ClassVar[str] = "no_script"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"


class ScriptFailed(AiwsError):
    """The script does not run, mended by rules and asked for again. Slots: detail."""

    code: ClassVar[str] = "script_failed"
    exit_code: ClassVar[int] = 6
    actor: ClassVar[Actor] = "model"
