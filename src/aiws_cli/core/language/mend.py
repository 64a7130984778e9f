"""Texts of: mending a model's SQL. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "mend.dialect": (
        "{other} 문법으로 쓴 SQL을 {dialect} 문법으로 바꿨습니다.",
        "this was {other} SQL; it is now {dialect} SQL.",
    ),
    "mend.function": (
        "{old:을/를} {new:으로/로} 바꿨습니다. 이 데이터베이스에는 없는 표현입니다.",
        "{old} is not known to this database; it is now {new}.",
    ),
    "mend.object_key": (
        "{old:은/는} JSON 안에 있는 값이므로 {new:으로/로} 읽습니다.",
        "{old} lies inside a JSON column and is read as {new}.",
    ),
    "mend.object_value": (
        "JSON 안의 값에 맞춰 {old} 대신 {new:을/를} 사용합니다.",
        "{old} does not fit what the JSON column holds; it is now {new}.",
    ),
    "mend.list_value": (
        "목록 안의 값을 찾도록 {old:을/를} {new:으로/로} 바꿨습니다.",
        "{old} looks for an element of a list; it is now {new}.",
    ),
    "mend.unnest": (
        "{column:은/는} 목록이므로 안에 든 값을 하나씩 풀어서 계산합니다.",
        "{column} is a list: each of its elements counts by itself now.",
    ),
    "mend.value_invented": (
        "질문에도 데이터에도 없는 값의 조건 {condition:을/를} 뺐습니다.",
        "the condition {condition} names values that neither the question nor the data has; it is gone.",
    ),
    "mend.filter_unasked": (
        "질문에 없는 조건 {condition:을/를} 뺐습니다.",
        "the condition {condition} was not asked for and is gone.",
    ),
    "mend.date_invented": (
        "질문에 없는 날짜 {column} = {old} 대신 데이터 기준일에 맞춰 {new:을/를} 사용합니다.",
        "nobody asked for {column} = {old}; where the data stands, {new}, is meant.",
    ),
    "mend.limit_unasked": (
        "질문에 없는 행 수 제한(LIMIT {n})을 뺐습니다.",
        "LIMIT {n} was not asked for and is gone.",
    ),
    "mend.either": (
        "AND가 OR보다 먼저 묶이지 않도록 괄호를 넣었습니다: {condition}",
        "AND binds closer than OR; with parentheses it says what was asked: {condition}.",
    ),
    "mend.group_shown": (
        "어느 것의 값인지 알 수 있도록 {columns:을/를} 함께 보여 드립니다.",
        "each figure now stands beside what it is of: {columns}.",
    ),
    "mend.join_period": (
        "달마다 행이 있는 두 테이블이므로 같은 시점끼리 조인했습니다: {on}",
        "both tables have a row for every period; they are now joined by the same one: {on}.",
    ),
    "mend.whose": (
        "무엇의 값인지 알 수 있도록 {column:을/를} 함께 보여 드립니다.",
        "the figures now stand beside the name of what they are of, {column}.",
    ),
    "mend.pattern": (
        "질문에서 말한 글자의 위치에 맞춰 {old:을/를} {new:으로/로} 바꿨습니다.",
        "the question says where the letters stand: {old} is now {new}.",
    ),
    "mend.weekday": (
        "날짜는 요일 이름과 비교할 수 없어 {old:을/를} {new:으로/로} 바꿨습니다.",
        "a date does not read as a day's name: {old} is now {new}.",
    ),
    "mend.first_time.earliest": (
        "처음 시점을 묻는 질문이므로 {old:을/를} {new:으로/로} 바꿨습니다.",
        "the first time is asked for: {old} is now {new}.",
    ),
    "mend.first_time.latest": (
        "마지막 시점을 묻는 질문이므로 {old:을/를} {new:으로/로} 바꿨습니다.",
        "the last time is asked for: {old} is now {new}.",
    ),
    "mend.group_unasked": (
        "값 하나를 묻는 질문이므로 {columns} 묶음을 뺐습니다.",
        "one figure was asked for; it is no longer split by {columns}.",
    ),
    "mend.window_partition": (
        "{columns}별로 나누면 비교할 앞 행이 없어 나누지 않았습니다.",
        "split by {columns}, no row would have one before it; the split is gone.",
    ),
    "mend.offset_unasked": (
        "질문에 없는 건너뛰기({n}행)를 뺐습니다.",
        "passing over {n} rows was not asked for; they count again.",
    ),
    "mend.period": (
        "질문의 ‘{words}’에 맞춰 {condition} 조건을 추가했습니다.",
        "“{words}” in the question: only rows with {condition} count now.",
    ),
    "mend.period_replaced": (
        "질문의 ‘{words}’에 맞춰 {old} 대신 {condition} 조건을 사용합니다.",
        "“{words}” in the question means {condition}, not {old}.",
    ),
    "mend.period_grain": (
        "{column}에는 {old} 값이 있을 수 없어 {new:으로/로} 바꿨습니다.",
        "{column} never holds {old}; {new} is meant.",
    ),
    "mend.period_now": (
        "현재 상태를 묻는 질문이므로 가장 최근 시점({condition})만 사용합니다.",
        "the question is about how things stand: only the latest rows, {condition}, count.",
    ),
    "mend.time_unit": (
        "질문의 ‘{words}’에 맞춰 {column} 단위로 묶었습니다.",
        "“{words}” in the question: the rows are now told apart by {column}.",
    ),
    "mend.time_unit_unasked": (
        "모든 행에서 값이 같은 {column:을/를} 뺐습니다.",
        "{column} is the same in every row and is gone.",
    ),
    "mend.window_limit": (
        "직전 시점의 값이 빠지지 않도록 {condition} 조건을 계산 뒤에 적용합니다.",
        "{condition} now counts after the rows before have been looked at.",
    ),
    "mend.running_total": (
        "누적으로 물으셨으므로 {total:으로/로} 계산합니다.",
        "a running total was asked for: it is now {total}.",
    ),
    "mend.change": (
        "두 기간의 차이를 물으셨으므로 {change:으로/로} 계산합니다.",
        "the question compares two periods: the figure is now {change}.",
    ),
    "mend.today": (
        "{old} 대신 데이터 기준일 {date}을 사용합니다.",
        "{old} now means the date the data stands at, {date}.",
    ),
    "mend.table": (
        "{old}라는 테이블이 없어 {new:으로/로} 바꿨습니다.",
        "there is no table {old}; {new} is meant.",
    ),
    "mend.column_moved": (
        "{old} 컬럼은 {table}에 있으므로 {new:으로/로} 바꿨습니다.",
        "the column {old} is in {table}; it is now {new}.",
    ),
    "mend.column_renamed": (
        "{old}라는 컬럼이 없어 {new:으로/로} 바꿨습니다.",
        "there is no column {old}; {new} is meant.",
    ),
    "mend.ambiguous": (
        "{old:은/는} 조인한 두 테이블에서 같은 값이므로 {new:으로/로} 읽습니다.",
        "{old} is in two joined tables with the same value; it is read as {new}.",
    ),
    "mend.join_added": (
        "{column} 컬럼이 있는 {table:을/를} 관계에 따라 조인했습니다.",
        "{column} is in {table}, which is now joined along its relationship.",
    ),
    "mend.join_condition": (
        "{table} 조인에 조건이 없어 관계에 따라 {on}을 추가했습니다.",
        "{table} was joined without a condition; now ON {on}.",
    ),
    "mend.join_keys": (
        "조인 조건 {old}이 관계와 맞지 않아 {new:으로/로} 바꿨습니다.",
        "the join on {old} does not follow a relationship; now {new}.",
    ),
    "mend.join_target": (
        "{old} 대신 조인 키가 가리키는 {new:을/를} 조인했습니다.",
        "the join key leads to {new}, not to {old}.",
    ),
    "mend.join_unused": (
        "{table:은/는} 질문에도 쿼리에도 쓰이지 않고 행만 늘리거나 줄이므로 조인에서 뺐습니다.",
        "{table} is used by neither the question nor the query and only changes the number of rows; its join is gone.",
    ),
    "mend.join_outer": (
        "{table}에 짝이 없는 행을 찾으므로 LEFT JOIN으로 바꿨습니다.",
        "rows without a counterpart in {table} are asked for; it is now a LEFT JOIN.",
    ),
    "mend.value": (
        "{column}의 값 '{old}'을 실제 저장된 값 '{new}'에 맞췄습니다.",
        "{column} holds '{new}', not '{old}'.",
    ),
    "mend.value_column": (
        "{column} 컬럼에는 '{value}' 값이 없어 그 값이 있는 {new:으로/로} 바꿨습니다.",
        "{column} does not hold '{value}'; {new} does, and is meant.",
    ),
    "mend.date": (
        "날짜 조건 {old}을 {new:으로/로} 바꿨습니다.",
        "the date condition {old} is now {new}.",
    ),
    "mend.cast": (
        "{column:을/를} {type:으로/로} 변환해 계산합니다.",
        "{column} is read as {type}.",
    ),
    "mend.year_number": (
        "{column:은/는} 연도를 숫자로 담고 있으므로 연도와 비교합니다.",
        "{column} holds years as numbers; it is compared with a year.",
    ),
    "mend.to_having": (
        "집계 조건 {part:은/는} WHERE에 쓸 수 없어 HAVING으로 옮겼습니다.",
        "{part} is a condition on groups; it is now in HAVING.",
    ),
    "mend.to_where": (
        "{part:은/는} 행에 대한 조건이므로 WHERE로 옮겼습니다.",
        "{part} is a condition on rows; it is now in WHERE.",
    ),
    "mend.to_qualify": (
        "윈도 함수 조건 {part:을/를} QUALIFY로 옮겼습니다.",
        "{part} is a condition on a window; it is now in QUALIFY.",
    ),
    "mend.to_subquery": (
        "전체 집계와 비교하도록 서브쿼리로 바꿨습니다: {part}",
        "the comparison is with the whole table's figure: {part}.",
    ),
    "mend.group_by": (
        "집계와 함께 조회하는 {columns:을/를} GROUP BY에 넣었습니다.",
        "{columns} is shown beside aggregates; it is now grouped by.",
    ),
    "mend.group_amount": (
        "{column}은(는) 정렬에만 쓰이는 금액이므로 그룹에서 빼고, 보여 주는 집계값으로 정렬합니다.",
        "{column} only orders the rows: it makes no groups, rows are ordered by the figure shown.",
    ),
    "mend.group_needless": (
        "집계가 없어 {columns} 그룹을 풀고 행을 그대로 조회합니다.",
        "nothing is aggregated; the groups by {columns} are gone, rows are shown.",
    ),
    "mend.extreme_row": (
        "{column} 값이 가장 크거나 작은 행 하나를 찾도록 바꿨습니다.",
        "the one row at the end of {column} is asked for.",
    ),
    "mend.grouped_distinct": (
        "그룹 기준을 다시 세는 {part:은/는} 항상 1이므로 행 수를 셉니다.",
        "{part} counts what is grouped by and is always 1; rows are counted instead.",
    ),
    "mend.latest": (
        "질문이 찾는 시점의 행 하나를 {column} 순으로 고릅니다.",
        "the one row at that end of {column} is asked for.",
    ),
    "mend.commonest": (
        "{column} 값이 나타나는 횟수를 기준으로 고릅니다.",
        "{column} is chosen by how many rows have it.",
    ),
    "mend.first_only": ("질문이 찾는 하나만 조회합니다.", "the question asks for the one at the end."),
    "mend.direction.asc": (
        "질문대로 {column:을/를} 오름차순으로 정렬합니다.",
        "{column} is now in ascending order, as asked.",
    ),
    "mend.direction.desc": (
        "질문대로 {column:을/를} 내림차순으로 정렬합니다.",
        "{column} is now in descending order, as asked.",
    ),
    "mend.shown": (
        "질문이 보여 달라고 하지 않은 {columns:을/를} 결과에서 뺐습니다.",
        "nobody asked to see {columns}; it is gone from the result.",
    ),
    "mend.limit": ("질문대로 {count}건만 조회합니다.", "the question asks for {count} rows."),
    "mend.distinct": ("질문대로 중복을 없앴습니다.", "the question asks for different ones."),
    "mend.group_asked": (
        "질문대로 {columns} 기준으로 묶었습니다.",
        "the question asks by {columns}; that is what is grouped now.",
    ),
    "mend.dimension_fixed": (
        "모두 비교하도록 {condition} 조건을 뺐습니다.",
        "all of them are compared; the condition {condition} is gone.",
    ),
    "mend.fixed_shown": (
        "조건으로 값이 하나로 정해진 {columns:을/를} 결과에서 뺐습니다.",
        "{columns} has one value only, by the condition; it is gone from the result.",
    ),
    "mend.key_shown": (
        "이름과 함께 나온 {columns:은/는} 질문에 없으므로 뺐습니다.",
        "the names are shown; nobody asked for {columns} as well.",
    ),
    "mend.key_name": (
        "번호 대신 이름 {column:을/를} 보여 줍니다.",
        "the name, {column}, is shown in place of its key.",
    ),
    "mend.named_only": (
        "질문이 이름을 말한 항목만 남기고 {columns:을/를} 뺐습니다.",
        "only what the question names is shown; {columns} is gone.",
    ),
    "mend.unsaid_shown": (
        "질문이 말한 것만 남기고 {columns:을/를} 뺐습니다.",
        "only what the question says is shown; {columns} is gone.",
    ),
    "mend.ranked_figure": (
        "순서를 정한 값 {figure:을/를} 함께 보여 드립니다.",
        "the figure that makes the order, {figure}, is shown as well.",
    ),
    "mend.measure_unasked": (
        "1인당 값만 물으셨으므로 {columns:을/를} 뺐습니다.",
        "the figure per head is what was asked for; {columns} is gone.",
    ),
    "mend.measure_ranked": (
        "순위를 매기는 값만 물으셨으므로 {columns:을/를} 뺐습니다.",
        "only the figure that is ranked was asked for; {columns} is gone.",
    ),
    "mend.counted_rows": (
        "건수를 물으셨으므로 {part} 대신 행을 셉니다.",
        "the question asks how many: rows are counted in place of {part}.",
    ),
    "mend.summed": (
        "여러 행에 나뉘어 있는 {part:을/를} 합산했습니다.",
        "{part} lies in many rows; it is now summed.",
    ),
    "mend.share": (
        "전체에서 차지하는 비중이므로 전체 합계를 {total:으로/로} 계산합니다.",
        "a share of the whole is asked for: the whole is now {total}.",
    ),
    "mend.share_where": (
        "비중의 분모는 전체여야 하므로 {condition} 조건을 뺐습니다.",
        "the share is of the whole; the condition {condition} is gone.",
    ),
    "mend.excluded": (
        "질문이 제외한 값만 빠지도록 {old} 조건을 {new:으로/로} 바꿨습니다.",
        "the question leaves one value out: {old} is now {new}.",
    ),
    "mend.demanded": (
        "질문이 말한 값에 맞춰 {condition} 조건을 추가했습니다.",
        "the question says so: the condition {condition} is added.",
    ),
    "mend.both": (
        "{left:과/와} {right:을/를} 모두 만족하는 경우만 남도록 INTERSECT로 바꿨습니다.",
        "both {left} and {right} must hold; it is now an INTERSECT.",
    ),
    "mend.shared": (
        "{left}와 {right}에 모두 있는 값을 찾으므로 조인 대신 INTERSECT를 사용합니다.",
        "values that both {left} and {right} have are asked for; it is now an INTERSECT.",
    ),
    "mend.set_keys": (
        "{shown:과/와} {compared:은/는} 서로 다른 값이라 비교할 수 없어 키로 비교하도록 바꿨습니다.",
        "{shown} and {compared} are different things; the keys are compared instead.",
    ),
    "mend.never": (
        "해당하는 것이 하나도 없는 경우를 찾으므로 {part} 대신 NOT IN을 사용합니다.",
        "those without any are asked for; NOT IN stands in place of {part}.",
    ),
    "mend.denied": (
        "{many:이/가} 없는 {one:을/를} 찾으므로 {part} 조건으로 바꿨습니다.",
        "those of {one} without any of {many} are asked for: {part} is now denied.",
    ),
    "mend.denied_through": (
        "질문이 제외하는 것은 {many}에서 쓰인 {one}이므로 {many:을/를} 조인했습니다.",
        "only those of {one} that {many} uses are denied; {many} is now joined.",
    ),
    "mend.null_keys": (
        "{column:이/가} NULL이면 NOT IN이 모든 행을 버리므로 NULL을 제외했습니다.",
        "NOT IN drops every row once {column} is NULL; NULLs are left out.",
    ),
    "mend.names_quoted": (
        "여러 낱말로 된 이름을 큰따옴표로 묶었습니다.",
        "names of several words are now in double quotes.",
    ),
    "mend.zero": (
        "{column}에는 빈 값이 없으므로 {old} 조건을 {new:으로/로} 바꿨습니다.",
        "{column} is never NULL: {old} is now {new}.",
    ),
    "mend.counted": (
        "질문이 세는 대상인 {table:을/를} 관계에 따라 조인했습니다.",
        "the question counts {table}, which is now joined along its relationship.",
    ),
    "mend.fanout": (
        "{many:을/를} 조인하면 같은 {one:이/가} 여러 번 계산되므로 EXISTS 조건으로 바꿨습니다.",
        "joining {many} would count the same {one} several times; it is now an EXISTS condition.",
    ),
    "mend.fanout_dropped": (
        "{many:은/는} 쓰이지 않고 같은 {one:을/를} 여러 번 계산하게 하므로 조인에서 뺐습니다.",
        "{many} is not used and would count the same {one} several times; its join is gone.",
    ),
    "mend.fanout_distinct": (
        "조인 때문에 같은 {one:이/가} 여러 번 세어지므로 {part}에 DISTINCT를 넣었습니다.",
        "the joins repeat rows of {one}; {part} now counts each one once.",
    ),
    "mend.beside": (
        "질문이 {thing:을/를} 두고 하는 말이므로 {old} 대신 {new:을/를} 읽습니다.",
        "the question says this of {thing}: {new} is read in place of {old}.",
    ),
    "mend.repeated": (
        "{many} 조인은 조건일 뿐이므로 같은 {one} 행이 반복되지 않게 했습니다.",
        "the join to {many} only says which rows; each row of {one} now counts once.",
    ),
    "mend.caution.fanout": (
        "{one} 한 건에 {many} 여러 건이 조인되어, 같은 {one:이/가} 여러 번 계산에 들어갔을 수 있습니다.",
        "several rows of {many} join to one row of {one}, so the same {one} may have been counted more than once.",
    ),
    "mend.nested": (
        "집계의 집계 {part:을/를} 두 단계로 나눠 계산합니다.",
        "{part} is now computed in two steps.",
    ),
    "mend.quotes": (
        '"{text}"는 컬럼 이름이 아니라 값이므로 작은따옴표로 바꿨습니다.',
        '"{text}" is a value, not a column; it is now in single quotes.',
    ),
    "mend.reserved": (
        "{name:은/는} SQL 예약어이므로 큰따옴표로 감쌌습니다.",
        "{name} is a word of SQL itself; it is now in double quotes.",
    ),
    "mend.distinct_order": (
        "중복을 없앤 결과를 {columns} 순으로 정렬하도록 그룹으로 묶었습니다.",
        "distinct rows are now groups, ordered by {columns}.",
    ),
    "mend.problem.order": (
        "상위 {name}건을 고를 정렬 기준이 없습니다.",
        "the first {name} rows are asked for, but nothing says in which order.",
    ),
    "mend.problem.syntax": (
        "SQL 문법을 이해할 수 없습니다: {detail}",
        "this SQL does not parse: {detail}",
    ),
    "mend.problem.table": (
        "{name}라는 테이블이 없습니다. 비슷한 테이블: {near}",
        "there is no table {name}. Near: {near}",
    ),
    "mend.problem.table.alone": ("{name}라는 테이블이 없습니다.", "there is no table {name}."),
    "mend.problem.column": (
        "{name}라는 컬럼이 없습니다. 비슷한 컬럼: {near}",
        "there is no column {name}. Near: {near}",
    ),
    "mend.problem.column.alone": ("{name}라는 컬럼이 없습니다.", "there is no column {name}."),
    "mend.problem.ambiguous": (
        "{name} 컬럼이 여러 테이블에 있습니다. 하나를 지정해야 합니다: {near}",
        "the column {name} is in several tables; say which: {near}",
    ),
    "mend.problem.ambiguous.alone": (
        "{name} 컬럼이 여러 테이블에 있습니다.",
        "the column {name} is in several tables.",
    ),
}
