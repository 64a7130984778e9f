"""A library that is gone: one message that names it, nothing done, and never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = (
    "import sys; sys.modules[sys.argv.pop(1)] = None; from aiws_cli.cli.main import main; sys.exit(main())"
)


@pytest.mark.usefixtures("with_demo", "aiws_home")
@pytest.mark.parametrize(
    ("module", "args"),
    [
        ("typer", ("sql", "select 1")),
        ("yaml", ("ask", "지점별 예금 잔액 상위 5곳을 알려줘")),
        ("sqlglot", ("sql", "select customer_name from bank.customers limit 1")),
        ("sqlglot", ("ask", "지점별 예금 잔액 상위 5곳을 알려줘")),
        ("pydantic", ("sql", "select 1")),
        # What a statement holds must be read before it is written to the log.
        ("detect_secrets", ("sql", "select 'AKIAIOSFODNN7EXAMPLE' from bank.customers")),
    ],
)
def test_a_library_that_is_gone_is_named_and_nothing_is_done(module: str, args: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, module, *args],
        env={**os.environ, "AIWS_LANG": "en"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert f"the installation is not whole: {module}" in done.stderr
    assert "install.sh" in done.stderr and "Traceback" not in done.stderr
