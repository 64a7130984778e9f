"""Texts of: beginning a project of one's own. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.init.help": (
        "내 데이터로 시작합니다: 설정, 웨어하우스에서 가져온 카탈로그, 검토할 시작 정책.",
        "Begin with your own data: settings, a catalog taken from the warehouse, a starter policy to review.",
    ),
    "cli.init.about": (
        "폴더에 catalog/와 policy.yaml을 만들고 사용자 설정에 적습니다. 이미 있는 것은 바꾸지 않습니다: 카탈로그는 새 테이블과 컬럼만 덧붙이고, 정책은 그대로 둡니다. 테이블의 값은 읽지 않습니다.",
        "Makes catalog/ and policy.yaml in the folder and names them in your settings. What is there stays: a catalog gets new tables and columns only, a policy is left as it is. No value of any table is read.",
    ),
    "cli.init.example": (
        "aiws init --warehouse data.duckdb ./our-data",
        "aiws init --warehouse data.duckdb ./our-data",
    ),
    "cli.init.folder": ("폴더 (기본값: 지금 폴더).", "The folder (default: this one)."),
    "cli.init.warehouse": (
        "DuckDB 파일, 또는 snowflake://사용자@계정/데이터베이스. 주지 않으면 설정된 웨어하우스.",
        "A DuckDB file, or snowflake://USER@ACCOUNT/DATABASE; the configured warehouse when left out.",
    ),
    "cli.init.ask_warehouse": (
        "웨어하우스 (DuckDB 파일 또는 snowflake://사용자@계정/데이터베이스):",
        "Warehouse (a DuckDB file, or snowflake://USER@ACCOUNT/DATABASE):",
    ),
    "cli.init.bad_warehouse": (
        "웨어하우스로 쓸 수 없는 이름입니다: {value}",
        "this can't be a warehouse: {value}",
    ),
    "error.init_warehouse": ("어떤 데이터로 시작할지 알 수 없습니다", "there is no warehouse to begin with"),
    "error.init_warehouse.hint": (
        "`aiws init --warehouse 파일.duckdb` 또는 `--warehouse snowflake://사용자@계정/데이터베이스`로 알려 주세요.",
        "Name one: `aiws init --warehouse FILE.duckdb`, or `--warehouse snowflake://USER@ACCOUNT/DATABASE`.",
    ),
    "error.warehouse_empty": (
        "웨어하우스에 테이블이 없습니다: {warehouse}",
        "the warehouse has no tables: {warehouse}",
    ),
    "error.warehouse_empty.hint": (
        "파일이 맞는지, Snowflake라면 역할이 테이블을 볼 수 있는지 확인해 주세요.",
        "See whether it is the right one; in Snowflake, whether your role may see the tables.",
    ),
    "error.place_refused": ("{place}에 만들 수 없습니다: {reason}", "can't begin at {place}: {reason}"),
    "error.place_refused.hint": (
        "다른 폴더를 골라 주세요: `aiws init 폴더`.",
        "Choose another folder: `aiws init FOLDER`.",
    ),
    "cli.init.place.not_folder": ("폴더가 아닙니다", "it is no folder"),
    "cli.init.place.not_writable": ("쓸 권한이 없습니다", "you may not write there"),
    "cli.init.place.others": (
        "누구나 바꿀 수 있는 폴더라 정책을 둘 수 없습니다",
        "anybody can change this folder, so no policy can be kept in it",
    ),
    "cli.init.place.owner": (
        "다른 사용자의 폴더입니다",
        "it belongs to another user, who could change the policy",
    ),
    "cli.init.place.taken": (
        "다른 것이 이미 있습니다",
        "something else is there already",
    ),
    "cli.init.place.busy": (
        "다른 `aiws init`이 쓰고 있습니다",
        "another `aiws init` is at work there",
    ),
    "cli.init.replace": (
        "{path}의 설정을 바꿀까요? 지금 값: {listed}",
        "Replace the settings in {path}? They are now: {listed}",
    ),
    "cli.init.settings": ("설정 {path}에 적습니다:", "Settings, written to {path}:"),
    "cli.init.settings_kept": (
        "설정 {path}에 다른 값이 있어 그대로 두었습니다. 이 폴더를 쓰려면 `--yes`로 다시 실행하거나:",
        "{path} says otherwise and was left as it is. To use this folder, run it again with `--yes`, or:",
    ),
    "cli.init.overruled": (
        "{name:은/는} 더 강한 층({layer})의 값이 쓰입니다. 여기에 적은 값은 지금 적용되지 않습니다.",
        "{name} is set by a stronger layer ({layer}), so what was written here is not in force now.",
    ),
    "cli.init.catalog": (
        "{path}: 테이블 {tables:,}개를 가져왔습니다.",
        "{path}: {tables:,} tables taken in.",
    ),
    "cli.init.catalog_kept": (
        "{path}: 있던 카탈로그에 {changes:,}곳을 더했습니다. 사람이 적은 내용은 그대로입니다 (테이블 {tables:,}개).",
        "{path}: was there; {changes:,} changes added to it, what people wrote stays ({tables:,} tables).",
    ),
    "cli.init.policy": (
        "{path}: 시작 정책. 개인정보로 보이는 컬럼 {columns:,}개 (숨김 {hidden:,}, 가림 {masked:,}).",
        "{path}: the starter policy. {columns:,} columns look personal ({hidden:,} hidden, {masked:,} masked).",
    ),
    "cli.init.policy_kept": (
        "{path}: 이미 있어 그대로 두었습니다.",
        "{path}: was there and is left as it is.",
    ),
    "cli.init.next": (
        "다음으로 할 일:\n"
        "  1. {policy:을/를} 검토합니다. 컬럼은 이름으로만 찾았고, 값은 보지 않았습니다.\n"
        "     aiws policy check\n"
        "     {explain}\n"
        '  2. 물어봅니다: aiws ask "…"  또는  aiws sql "select …"',
        "Next:\n"
        "  1. Review {policy}. Columns were found by their names alone; no value was looked at.\n"
        "     aiws policy check\n"
        "     {explain}\n"
        '  2. Ask: aiws ask "…"  or  aiws sql "select …"',
    ),
    "cli.init.owner": (
        "  3. 정책은 그것에 묶이는 사람이 바꿀 수 없어야 합니다. 관리자에게 맡겨 주세요:\n"
        "     sudo install -o root -m 644 {policy} {owned}\n"
        "     직접 읽을 수 있는 DuckDB 파일이라면 정책은 도우미를 묶을 뿐, 사람을 막지 않습니다.",
        "  3. The people a policy binds should not be able to change it. Let an administrator own it:\n"
        "     sudo install -o root -m 644 {policy} {owned}\n"
        "     With a DuckDB file that you can read yourself, the policy binds the assistant, not the person.",
    ),
    "cli.init.none_personal": (
        "이름으로는 개인정보 컬럼을 찾지 못했습니다. 없다는 뜻이 아니므로 직접 확인해 주세요.",
        "No column looks personal by its name. That does not mean there is none: see for yourself.",
    ),
}
