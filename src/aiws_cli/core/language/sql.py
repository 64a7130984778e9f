"""Texts of: sql. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.sql_refused": ("이 SQL은 실행할 수 없습니다.", "this SQL can't be run."),
    "sql.refused.hint": (
        "읽기 전용 SELECT 문 하나로, 카탈로그의 테이블과 일반 분석 함수만 써 주세요.",
        "Write one read-only SELECT over catalog tables with ordinary analytic functions.",
    ),
    "sql.refused.character": (
        "보이지 않는 문자나 제어 문자가 들어 있어 실행하지 않습니다: {what}",
        "not run, because it holds an invisible or control character: {what}",
    ),
    "sql.refused.character.hint": (
        "그 위치의 문자를 지우고 다시 입력해 주세요.",
        "Delete the character at that position and try again.",
    ),
    "sql.refused.many": (
        "한 번에 SQL 문 하나만 실행할 수 있습니다. {what}개가 들어 있습니다.",
        "one statement at a time can be run; this holds {what}.",
    ),
    "sql.refused.many.hint": ("문장을 나누어 하나씩 실행해 주세요.", "Run them one by one."),
    "sql.refused.statement": (
        "읽기 전용 SELECT 문만 실행할 수 있습니다. {what:은/는} 허용되지 않습니다.",
        "only read-only SELECT statements can be run; {what} is not permitted.",
    ),
    "sql.refused.statement.hint": (
        "테이블 구조는 `aiws catalog show 테이블`로, 데이터는 SELECT로 확인해 주세요.",
        "See a table's structure with `aiws catalog show TABLE` and its data with SELECT.",
    ),
    "sql.refused.function": (
        "함수 {what:은/는} 허용되지 않습니다.",
        "the function {what} is not permitted.",
    ),
    "sql.refused.function.hint": (
        "집계, 윈도, 날짜, 문자열, 리스트, 구조체, JSON 함수를 쓸 수 있습니다.",
        "Aggregate, window, date, text, list, struct and JSON functions are available.",
    ),
    "sql.refused.table_function": (
        "FROM 절에 {what:을/를} 쓸 수 없습니다.",
        "{what} can't stand in FROM.",
    ),
    "sql.refused.table_function.hint": (
        "쓸 수 있는 것은 range, generate_series, unnest, json_each, json_tree입니다. 파일은 `--with 파일`로 붙여 주세요.",
        "range, generate_series, unnest, json_each and json_tree can. Attach a file with `--with FILE`.",
    ),
    "sql.refused.construct": (
        "SQL 구문 {what:은/는} 허용되지 않습니다.",
        "the SQL construct {what} is not permitted.",
    ),
    "sql.refused.pivot": ("PIVOT과 UNPIVOT은 쓸 수 없습니다.", "PIVOT and UNPIVOT are not available."),
    "sql.refused.pivot.hint": (
        "열마다 `sum(값) FILTER (WHERE 조건)`을 쓰거나 UNION ALL로 바꿔 주세요.",
        "Write `sum(value) FILTER (WHERE condition)` for each column, or UNION ALL.",
    ),
    "sql.refused.type": (
        "데이터 형식 {what:은/는} 쓸 수 없습니다.",
        "the data type {what} is not available.",
    ),
    "sql.refused.parameter": (
        "매개변수({what})는 쓸 수 없습니다.",
        "parameters ({what}) are not available.",
    ),
    "sql.refused.parameter.hint": ("값을 SQL에 직접 적어 주세요.", "Write the value into the SQL."),
    "sql.refused.time_travel": (
        "과거 시점 조회(AT, TIMESTAMP)는 쓸 수 없습니다.",
        "reading a table as of another time is not available.",
    ),
    "sql.refused.database": (
        "데이터베이스 이름이 붙은 테이블은 쓸 수 없습니다: {what}",
        "a table can't be named with its database: {what}",
    ),
    "sql.refused.database.hint": ("`스키마.테이블`로 적어 주세요.", "Write `schema.table`."),
    "sql.refused.ambiguous": (
        "테이블 이름이 여러 곳에 있습니다: {what}",
        "this table name exists in several places: {what}",
    ),
    "sql.refused.ambiguous.hint": (
        "`스키마.테이블`로 하나를 골라 주세요.",
        "Choose one with `schema.table`.",
    ),
    "sql.refused.disagreement": (
        "데이터베이스가 이 SQL을 다르게 이해하므로 실행하지 않습니다(테이블 {what}개).",
        "not run, because the database reads this SQL differently ({what} more tables).",
    ),
    "sql.refused.disagreement.hint": (
        "테이블을 `스키마.테이블`로 적고 CTE 이름이 테이블 이름과 겹치지 않게 해 주세요.",
        "Write tables as `schema.table` and give CTEs names no table has.",
    ),
    "sql.refused.view": (
        "이 역할이 그대로 볼 수 없는 데이터를 읽는 뷰라서 실행하지 않습니다: {what}",
        "not run, because the view reads data that this role does not see as it is: {what}",
    ),
    "sql.refused.view.hint": (
        "정책을 관리하는 사람이 그 뷰의 규칙에 `reads`로 뷰가 읽는 테이블을 적으면 볼 수 있습니다.",
        "Whoever keeps the policy can name the tables it reads under `reads`, in the rule for that view.",
    ),
    "sql.refused.reserved": (
        "`__aiws`로 시작하는 이름은 쓸 수 없습니다: {what}",
        "names that begin with `__aiws` are not available: {what}",
    ),
    "sql.refused.reserved.hint": ("다른 이름을 붙여 주세요.", "Give it another name."),
    "sql.refused.groups": (
        "{what} 테이블은 {size}건 이상을 묶은 집계로만 볼 수 있습니다.",
        "rows of {what} may only be seen summed up in groups of at least {size}.",
    ),
    "sql.refused.groups.hint": (
        "GROUP BY와 count, sum, avg, stddev, variance, corr로 적고, 그 밖의 열은 GROUP BY에 넣어 주세요.",
        "Write count, sum, avg, stddev, variance or corr with GROUP BY, and every other column into GROUP BY.",
    ),
    "sql.refused.groups_expression": (
        "{what} 테이블은 {size}건 이상을 묶은 집계로만 볼 수 있어, 한 건을 골라낼 수 있는 식은 쓸 수 없습니다.",
        "rows of {what} may only be seen summed up in groups of at least {size}, so an expression that could pick out one of them is not available.",
    ),
    "sql.refused.groups_expression.hint": (
        "집계 안에는 열과 간단한 사칙 연산만 쓰고, 조건은 WHERE에, 구간은 GROUP BY에 적되 열은 같은 종류의 값과 비교해 주세요.",
        "Put only columns and simple arithmetic into aggregates, conditions into WHERE and ranges into GROUP BY, and compare columns with values of their own type.",
    ),
    "sql.refused.groups_source": (
        "{what} 테이블은 {size}건 이상을 묶은 집계로만 볼 수 있어, 같은 SELECT에서는 데이터베이스의 테이블하고만 조인할 수 있습니다.",
        "rows of {what} may only be seen summed up in groups of at least {size}; the same SELECT can join it with tables of the warehouse only.",
    ),
    "sql.refused.groups_source.hint": (
        "먼저 그 테이블만 집계한 CTE를 만들고, 그 결과를 조인해 주세요.",
        "Sum the table up in a CTE of its own first, and join the result.",
    ),
    "error.table_not_found": (
        "테이블 {table:을/를} 찾을 수 없거나 볼 권한이 없습니다.",
        "the table {table} is not found or not permitted.",
    ),
    "error.table_not_found.hint": (
        "`aiws catalog search`로 쓸 수 있는 테이블을 찾아 주세요.",
        "Find the tables you may use with `aiws catalog search`.",
    ),
    "error.table_not_found.near": (
        "비슷한 테이블: {near}. 다른 테이블은 `aiws catalog search`로 찾을 수 있습니다.",
        "Similar tables: {near}. `aiws catalog search` finds others.",
    ),
    "sql.dialect": (
        "지원하지 않는 SQL 방언입니다: {dialect}",
        "SQL dialect {dialect} is not supported",
    ),
    "sql.empty": ("SQL 문이 비어 있습니다.", "there is no statement."),
    "sql.no_columns": ("SELECT 뒤에 열이 없습니다.", "there are no columns behind SELECT."),
    "sql.syntax_at": (
        "{line}행 {column}열, '{near}' 부근",
        "line {line}, column {column}, near '{near}'",
    ),
    "sql.limit.chars": ("SQL 길이(글자)", "length of the SQL (characters)"),
    "sql.limit.tokens": ("SQL 길이(토큰)", "length of the SQL (tokens)"),
    "sql.limit.brackets": ("괄호 중첩", "nesting of brackets"),
    "sql.limit.depth": ("SQL 중첩 깊이", "nesting of the SQL"),
    "sql.limit.nodes": ("SQL 크기(구문 요소)", "size of the SQL (elements)"),
    "sql.limit.seconds": ("실행 시간(초)", "run time (seconds)"),
    "sql.limit.memory": ("메모리", "memory"),
    "sql.limit.cells": ("결과 칸 수", "cells of the result"),
    "sql.limit.bytes": ("결과 크기(바이트)", "size of the result (bytes)"),
    "sql.limit.cell_chars": ("한 칸의 글자 수", "characters of one cell"),
    "error.warehouse": ("SQL을 실행하지 못했습니다: {detail}", "the statement failed: {detail}"),
    "error.warehouse.hint": (
        "컬럼 이름과 형식을 `aiws catalog show 테이블`로 확인해 주세요.",
        "Check column names and types with `aiws catalog show TABLE`.",
    ),
    "sql.failed.names": ("SQL을 실행하지 못했습니다: {detail}", "the statement failed: {detail}"),
    "sql.failed.convert": (
        "글자 값을 {first} 형식으로 바꿀 수 없습니다. {second}",
        "a text value can't be converted to {first}. {second}",
    ),
    "sql.failed.convert_other": (
        "값을 다른 형식으로 바꿀 수 없습니다. TRY_CAST를 쓰면 NULL이 됩니다.",
        "a value can't be converted. TRY_CAST gives NULL instead.",
    ),
    "sql.failed.date": (
        "{first} 형식이 아닌 값이 있습니다. TRY_CAST나 try_strptime을 쓰면 NULL이 됩니다. {second}",
        "a value is no {first}. TRY_CAST or try_strptime gives NULL instead. {second}",
    ),
    "sql.failed.cast_range": (
        "{first} 값이 {second} 범위를 벗어납니다. 더 큰 형식으로 CAST해 주세요.",
        "a value of type {first} is outside of {second}; cast to a larger type.",
    ),
    "sql.failed.decimal": (
        "값이 {first} 범위를 벗어납니다. 더 큰 DECIMAL이나 DOUBLE로 CAST해 주세요.",
        "a value does not fit {first}; cast to a larger DECIMAL or DOUBLE.",
    ),
    "sql.failed.overflow": (
        "{first} 계산이 범위를 넘었습니다. 더 큰 형식으로 CAST해 주세요.",
        "arithmetic in {first} overflowed; cast to a larger type.",
    ),
    "sql.failed.range": (
        "값이 형식의 범위를 벗어납니다. 더 큰 형식으로 CAST해 주세요.",
        "a value is outside of its type's range; cast to a larger type.",
    ),
    "sql.failed.strptime": (
        "strptime의 형식과 맞지 않는 값이 있습니다. try_strptime을 쓰면 NULL이 됩니다.",
        "a value does not fit strptime's format. try_strptime gives NULL instead.",
    ),
    "sql.failed.json": (
        "JSON이 아닌 값이 있습니다. json_valid로 먼저 거를 수 있습니다.",
        "a value is not JSON. Filter with json_valid first.",
    ),
    "sql.failed.zone": ("모르는 시간대 이름이 있습니다.", "a time zone's name is not known."),
    "sql.failed.part": (
        "날짜에서 꺼낼 단위의 이름을 알 수 없습니다. year, month, day처럼 적어 주세요.",
        "the name of a date part is not known; write year, month, day, ….",
    ),
    "sql.failed.pattern": ("정규식이 올바르지 않습니다.", "a regular expression is not valid."),
    "sql.failed.column": (
        "{first} 컬럼이 없거나, 볼 권한이 없습니다. {second}",
        "there is no column {first}, or it is not permitted. {second}",
    ),
    "sql.failed.column.near": ("비슷한 컬럼: {names}", "Similar columns: {names}"),
    "sql.failed.unclear": (
        "SQL의 이름이나 형식이 데이터베이스와 맞지 않습니다.",
        "names or types of the statement do not fit the database.",
    ),
    "sql.failed.one_row": (
        "값 하나가 필요한 곳의 하위 쿼리가 여러 행을 돌려줍니다. 집계하거나 IN을 써 주세요.",
        "a subquery used as one value gives several rows; aggregate it, or use IN.",
    ),
    "sql.failed.input": (
        "함수에 맞지 않는 값이나 인수가 있습니다.",
        "a function got a value or argument it can't take.",
    ),
    "sql.failed.type": ("형식이 맞지 않습니다.", "types do not fit."),
    "sql.failed.unsupported": (
        "데이터베이스가 지원하지 않는 조합입니다.",
        "the database does not support this combination.",
    ),
    "sql.failed.permission": (
        "데이터베이스가 허용하지 않는 작업입니다.",
        "the database does not permit this.",
    ),
    "sql.failed.other": (
        "데이터베이스가 SQL을 끝내지 못했습니다.",
        "the database could not finish the statement.",
    ),
    "error.warehouse_missing": (
        "데이터베이스 파일이 없습니다: {path}",
        "there is no warehouse file: {path}",
    ),
    "error.warehouse_missing.hint": (
        "데모는 `aiws demo build`로 만들 수 있고, 다른 파일은 AIWS_WAREHOUSE=duckdb:///파일.duckdb로 지정합니다.",
        "`aiws demo build` makes the demo; name another file with AIWS_WAREHOUSE=duckdb:///FILE.duckdb.",
    ),
    "error.warehouse_forbidden": (
        "데이터베이스 파일을 읽을 권한이 없습니다: {path}",
        "the database file may not be read by you: {path}",
    ),
    "error.warehouse_forbidden.hint": (
        "파일 소유자에게 읽기 권한을 요청해 주세요.",
        "Ask the file's owner for the right to read it.",
    ),
    "error.warehouse_ambiguous": (
        "데이터베이스 파일의 이름이 그 안의 스키마 이름과 같아, 테이블 이름이 두 가지로 읽힙니다: {path}",
        "the database file is named like a schema in it, so that names of tables can be read in two ways: {path}",
    ),
    "error.warehouse_ambiguous.hint": (
        "파일 이름을 바꾸고 설정 warehouse도 함께 고쳐 주세요.",
        "Give the file another name, and the setting warehouse with it.",
    ),
    "error.warehouse_unreadable": (
        "DuckDB 데이터베이스로 읽을 수 없는 파일입니다: {path}",
        "this file can't be read as a DuckDB database: {path}",
    ),
    "error.warehouse_unreadable.hint": (
        "파일이 깨졌거나 더 새로운 DuckDB로 만든 것입니다. 백업에서 되살리거나 `aiws demo build`로 다시 만들어 주세요.",
        "It is damaged, or made by a newer DuckDB. Restore it from a backup, or build it again with `aiws demo build`.",
    ),
    "error.warehouse_locked": (
        "다른 프로그램이 데이터베이스 파일을 쓰고 있습니다: {path}",
        "another program is writing to the warehouse file: {path}",
    ),
    "error.warehouse_locked.hint": (
        "그 프로그램이 끝난 뒤 다시 실행해 주세요.",
        "Try again when that program has finished.",
    ),
    "error.warehouse_failed": ("DuckDB를 쓸 수 없습니다: {detail}", "DuckDB can't be used: {detail}"),
    "error.warehouse_failed.hint": (
        "같은 명령을 다시 실행해 주세요. 되풀이되면 `aiws doctor`로 확인할 수 있습니다.",
        "Run the command again; if it happens again, see `aiws doctor`.",
    ),
    "sql.worker.silent": ("작업 프로세스가 대답하지 않습니다", "the worker process does not answer"),
    "sql.worker.ended": (
        "작업 프로세스가 갑자기 끝났습니다(코드 {code})",
        "the worker process ended unexpectedly (code {code})",
    ),
    "sql.worker.fatal": (
        "엔진이 복구할 수 없는 오류를 알렸습니다",
        "the engine reported an error it can't recover from",
    ),
    "sql.worker.disk": (
        "임시 공간이 모자랍니다",
        "there is not enough temporary disk space",
    ),
    "sql.worker.io": (
        "데이터베이스 파일을 읽을 수 없습니다",
        "the database file can't be read",
    ),
    "drawing.ending": (
        "{path}: 저장할 수 있는 확장자는 {endings}입니다.",
        "{path}: files can be saved as {endings}.",
    ),
    "drawing.exists": (
        "파일이 이미 있어 덮어쓰지 않았습니다: {path}",
        "the file exists and was not overwritten: {path}",
    ),
    "drawing.too_many": (
        "엑셀 시트에는 {limit}행까지만 담을 수 있습니다(결과 {rows}행). .csv나 .parquet로 저장해 주세요.",
        "a sheet holds {limit} rows, the result has {rows}; save it as .csv or .parquet.",
    ),
    "drawing.long_cell": (
        "{row}행 {column}열의 글자가 엑셀 한도({limit}자)를 넘습니다. .csv나 .parquet로 저장해 주세요.",
        "row {row}, column {column} is longer than the {limit} characters of a cell; save it as .csv or .parquet.",
    ),
    "error.not_saved": (
        "파일을 저장하지 못했습니다: {path} ({detail})",
        "the file was not saved: {path} ({detail})",
    ),
    "error.not_saved.hint": (
        "디스크 여유 공간과 폴더 권한을 확인하거나 다른 위치를 지정해 주세요.",
        "Check the free disk space and the folder's permissions, or choose another place.",
    ),
    "files.at_line": ("{file} {line}행: {reason}", "{file}, line {line}: {reason}"),
    "files.whole": ("{file}: {reason}", "{file}: {reason}"),
    "error.file_unreadable": ("{file}: 읽을 수 없습니다.", "{file}: can't be read."),
    "error.file_unreadable.hint": (
        "파일을 열어 그 부분을 고치거나 UTF-8 CSV로 다시 저장한 뒤 `--with`로 붙여 주세요.",
        "Mend that place, or save the file again as UTF-8 CSV, and attach it with `--with`.",
    ),
    "files.ending": (
        "{file}: 붙일 수 있는 파일은 {endings}입니다. 예전 .xls 파일은 .xlsx로 저장해 주세요.",
        "{file}: files that can be attached are {endings}. Save an old .xls as .xlsx.",
    ),
    "files.missing": ("파일이 없습니다: {file}", "there is no such file: {file}"),
    "files.no_right": (
        "파일을 열 수 없습니다: {file} ({detail})",
        "the file can't be opened: {file} ({detail})",
    ),
    "files.limit.size": ("{file}의 크기", "size of {file}"),
    "files.limit.seconds": ("{file:을/를} 읽는 시간(초)", "time to read {file} (seconds)"),
    "files.limit.memory": ("{file:을/를} 읽는 메모리", "memory to read {file}"),
    "files.description": ("첨부 파일 {file}, {rows}행", "attached file {file}, {rows} rows"),
    "files.empty": ("내용이 없습니다", "it is empty"),
    "files.encoding": (
        "UTF-8, UTF-16, CP949 어느 것으로도 읽을 수 없는 글자가 있습니다",
        "a character is neither UTF-8 nor UTF-16 nor CP949",
    ),
    "files.binary": ("글자 파일이 아닙니다", "this is no text file"),
    "files.csv": ("CSV 형식을 알 수 없습니다", "this is not CSV"),
    "files.columns": ("열 개수가 다릅니다({what})", "the number of columns differs ({what})"),
    "files.quote": ("따옴표가 닫히지 않았습니다", "a quote is not closed"),
    "files.json": ("JSON 형식이 올바르지 않습니다", "this is not valid JSON"),
    "files.parquet": ("Parquet 파일이 아니거나 깨졌습니다", "it is not Parquet, or damaged"),
    "files.workbook": ("엑셀(.xlsx) 파일이 아니거나 깨졌습니다", "it is not an .xlsx workbook, or damaged"),
    "files.encrypted": (
        "암호가 걸렸거나 예전 형식(.xls)인 파일입니다. 암호 없는 .xlsx로 저장해 주세요",
        "it is protected by a password or in the old .xls format; save it as .xlsx without a password",
    ),
    "files.unpacked": ("압축을 풀면 너무 큽니다", "it is too large when unpacked"),
    "files.sheet": ("그런 시트가 없습니다. 있는 시트: {what}", "there is no such sheet; it has {what}"),
    "files.cells": ("칸이 {what}개를 넘습니다", "it has more than {what} cells"),
    "files.memory": ("메모리에 담기에는 너무 큽니다", "it is too large for memory"),
    "files.other": ("읽는 중에 오류가 났습니다({what})", "reading it failed ({what})"),
    "files.crashed": ("읽는 프로세스가 갑자기 끝났습니다", "the process reading it ended unexpectedly"),
}
