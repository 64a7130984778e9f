"""Settings: which layer wins, what a project may not do, and what a wrong value is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aiws_cli.core.errors import SettingsError
from aiws_cli.core.settings import ENVIRONMENT, Settings, resolve, shown, write_user


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_layers_strongest_first(tmp_path: Path, home: Path) -> None:
    write(home / "config.toml", 'model = "user"\nrole = "user"\nlang = "ko"\nnum_ctx = 4096\n')
    managed = write(tmp_path / "managed.toml", 'model = "managed"\n')
    found = resolve(
        {"home": str(home), "model": "flag", "role": None},
        environ={"AIWS_MODEL": "environment", "AIWS_ROLE": "analyst", "OLLAMA_HOST": "127.0.0.1:1"},
        project_dir=tmp_path,
        managed=managed,
    )
    assert (found.settings.model, found.origins["model"]) == ("managed", "managed")
    assert (found.settings.role, found.origins["role"]) == ("analyst", "environment")
    assert (found.settings.lang, found.origins["lang"]) == ("ko", "user")
    assert (found.settings.num_ctx, found.origins["num_ctx"]) == (4096, "user")
    assert found.settings.ollama_host == "127.0.0.1:1"
    assert found.origins["keep_alive"] == "default"


def test_a_project_only_narrows(tmp_path: Path, home: Path) -> None:
    project = tmp_path / "project"
    write(
        project / ".aiws" / "config.toml",
        'warehouse = "duckdb:///evil.duckdb"\nprovider = "openai"\nopenai_base_url = "http://evil"\n'
        'limit_rows = 10\nlimit_seconds = 100000\nworkspace = "bank"\n',
    )
    found = resolve(
        {"home": str(home)}, environ={}, project_dir=project / "deep" / "er", managed=tmp_path / "none"
    )
    assert found.settings.warehouse == "" and found.settings.provider == "auto"
    assert (found.settings.limit_rows, found.origins["limit_rows"]) == (10, "project")
    assert found.settings.limit_seconds == 60.0
    assert found.settings.workspace == "bank"
    assert set(found.ignored) == {"warehouse", "provider", "openai_base_url"}


def test_a_project_cannot_undo_the_user(tmp_path: Path, home: Path) -> None:
    write(home / "config.toml", 'workspace = "card"\nlimit_rows = 5\n')
    write(tmp_path / ".aiws" / "config.toml", 'workspace = "bank"\nlimit_rows = 50\n')
    found = resolve({"home": str(home)}, environ={}, project_dir=tmp_path, managed=tmp_path / "none")
    assert (found.settings.workspace, found.settings.limit_rows) == ("card", 5)


WRONG: list[tuple[str, str, str]] = [
    ("num_ctx = 'many'", "num_ctx", "정수"),
    ("num_ctx = 10", "num_ctx", "2048 이상"),
    ("provider = 'magic'", "provider", "'auto'"),
    ("modle = 'x'", "modle", "model"),
    ("offline = 'perhaps'", "offline", "true"),
    ("model = 'unclosed", "config.toml", ""),
]


@pytest.mark.parametrize(("text", "name", "says"), WRONG)
def test_a_wrong_value_names_the_place_and_what_is_wanted(
    home: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str, says: str
) -> None:
    monkeypatch.setenv("AIWS_LANG", "ko")
    write(home / "config.toml", text + "\n")
    with pytest.raises(SettingsError) as caught:
        resolve({"home": str(home)}, environ={}, project_dir=home, managed=home / "none")
    message = caught.value.message()
    assert name in message and says in message and "config.toml" in message
    assert caught.value.exit_code == 3


def test_every_setting_has_an_environment_variable() -> None:
    assert set(ENVIRONMENT) == set(Settings.model_fields)
    assert len(set(ENVIRONMENT.values())) == len(ENVIRONMENT)


@pytest.mark.parametrize(
    ("name", "value", "read"), [("num_ctx", "4096", 4096), ("model", 'a"b', 'a"b'), ("offline", "true", True)]
)
def test_write_user_keeps_other_lines(home: Path, name: str, value: str, read: Any) -> None:
    path = write(home / "config.toml", '# my settings\nrole = "analyst"\n')
    write_user(path, name, value)
    write_user(path, name, value)
    assert path.read_text(encoding="utf-8").count(name) == 1 and "# my settings" in path.read_text(
        encoding="utf-8"
    )
    found = resolve({"home": str(home)}, environ={}, project_dir=home, managed=home / "none")
    assert getattr(found.settings, name) == read and found.settings.role == "analyst"
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("name", "value"), [("num_ctx", "lots"), ("nonsense", "1"), ("home", "/tmp")])
def test_write_user_refuses_what_does_not_fit(home: Path, name: str, value: str) -> None:
    path = write(home / "config.toml", 'role = "analyst"\n')
    with pytest.raises(SettingsError):
        write_user(path, name, value)
    assert path.read_text(encoding="utf-8") == 'role = "analyst"\n'


@pytest.mark.parametrize("name", ["AIWS_HOME", "AIWS_CONFIG"])
def test_a_home_of_nobody_is_told_by_its_setting(name: str, tmp_path: Path) -> None:
    environ = {"AIWS_HOME": str(tmp_path), name: "~no-such-user-here/x"}
    with pytest.raises(SettingsError) as caught:
        resolve(environ=environ, project_dir=tmp_path, managed=tmp_path / "none")
    assert caught.value.slots["name"] == name.removeprefix("AIWS_").lower()


@pytest.mark.parametrize("layer", ["flag", "environment", "user"])
def test_only_the_administrator_lets_code_run_unheld(tmp_path: Path, home: Path, layer: str) -> None:
    flags: dict[str, Any] = {"home": str(home)}
    environ: dict[str, str] = {}
    if layer == "flag":
        flags["sandbox"] = "none-allowed"
    elif layer == "environment":
        environ["AIWS_SANDBOX"] = "none-allowed"
    else:
        write(home / "config.toml", 'sandbox = "none-allowed"\n')
    with pytest.raises(SettingsError) as caught:
        resolve(flags, environ=environ, project_dir=tmp_path, managed=tmp_path / "none")
    assert "none-allowed" in caught.value.message() and caught.value.exit_code == 3


def test_the_administrator_settles_the_sandbox(tmp_path: Path, home: Path) -> None:
    for value in ("none-allowed", "bubblewrap"):
        managed = write(tmp_path / "managed.toml", f'sandbox = "{value}"\n')
        found = resolve(
            {"home": str(home), "sandbox": "landlock"},
            environ={"AIWS_SANDBOX": "auto"},
            project_dir=tmp_path,
            managed=managed,
        )
        assert (found.settings.sandbox, found.origins["sandbox"]) == (value, "managed")


def test_a_project_says_nothing_of_the_sandbox(tmp_path: Path, home: Path) -> None:
    write(tmp_path / ".aiws" / "config.toml", 'sandbox = "none-allowed"\n')
    found = resolve({"home": str(home)}, environ={}, project_dir=tmp_path, managed=tmp_path / "none")
    assert found.settings.sandbox == "auto" and found.ignored == ("sandbox",)


def test_the_users_file_is_not_written_to_run_code_unheld(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        write_user(tmp_path / "config.toml", "sandbox", "none-allowed")
    assert not (tmp_path / "config.toml").exists()
    write_user(tmp_path / "config.toml", "sandbox", "bubblewrap")
    assert (tmp_path / "config.toml").read_text() == 'sandbox = "bubblewrap"\n'


@pytest.mark.parametrize(
    ("user", "project", "effective"),
    [("", "false", False), ("model_values = false", "true", False), ("", "true", True)],
)
def test_a_project_may_close_what_a_model_sees_and_never_open_it(
    tmp_path: Path, home: Path, user: str, project: str, effective: bool
) -> None:
    write(home / "config.toml", user)
    write(tmp_path / "p" / ".aiws" / "config.toml", f"model_values = {project}\nretention_days = 1\n")
    found = resolve({"home": str(home)}, environ={}, project_dir=tmp_path / "p", managed=tmp_path / "none")
    assert found.settings.model_values is effective
    assert found.settings.retention_days == 90 and "retention_days" in found.ignored
    assert ("model_values" in found.ignored) == (project == "true")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("snowflake://ann@acct/DB?role=R", "snowflake://ann@acct/DB?role=R"),
        ("snowflake://ann:S3CRET@acct/DB", "snowflake://ann:***@acct/DB"),
        (
            "snowflake://ann@acct/DB?role=R&password=S3CRET&warehouse=W",
            "snowflake://ann@acct/DB?role=R&password=***&warehouse=W",
        ),
        ("https://:S3CRET@mirror.example/x", "https://:***@mirror.example/x"),
        ("duckdb:///data/a.duckdb", "duckdb:///data/a.duckdb"),
        ("qwen2.5-coder:1.5b", "qwen2.5-coder:1.5b"),
    ],
)
def test_what_should_not_stand_in_an_address_is_not_shown(value: str, told: str) -> None:
    assert shown(value) == told
