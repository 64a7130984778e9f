"""Texts of the analysis: what an answer says. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "analysis.label.count": ("건수", "count"),
    "analysis.label.sum": ("{name} 합계", "total {name}"),
    "analysis.label.avg": ("평균 {name}", "average {name}"),
    "analysis.label.min": ("최소 {name}", "lowest {name}"),
    "analysis.label.max": ("최대 {name}", "highest {name}"),
    "analysis.label.median": ("{name} 중앙값", "median {name}"),
    "analysis.no_rows": ("조건에 맞는 데이터가 없습니다.", "No rows meet the conditions."),
    "analysis.null": ("값 없음", "no value"),
    "analysis.single": ("{label:은/는} {value}입니다.", "{label}: {value}."),
    "analysis.named": ("{name}의 {label:은/는} {value}입니다.", "{label} of {name}: {value}."),
    "analysis.conditions": ("조건: {conditions}", "Only where: {conditions}"),
    "analysis.one_row": ("{pairs}입니다.", "{pairs}."),
    "analysis.rows": ("모두 {count}행입니다.", "{count} rows."),
    "analysis.rows_truncated": (
        "앞의 {count}행만 가져왔습니다.",
        "The first {count} rows only; there are more.",
    ),
    "analysis.highest": (
        "{label:이/가} 가장 큰 것은 {name:으로/로}, {value}입니다.",
        "The highest {label} is {value} ({name}).",
    ),
    "analysis.lowest": (
        "가장 작은 것은 {name:으로/로}, {value}입니다.",
        "The lowest is {value} ({name}).",
    ),
    "analysis.trend_up": (
        "{label:은/는} {start}의 {first}에서 {end}의 {last:으로/로} 늘었습니다.",
        "{label} rose from {first} ({start}) to {last} ({end}).",
    ),
    "analysis.trend_down": (
        "{label:은/는} {start}의 {first}에서 {end}의 {last:으로/로} 줄었습니다.",
        "{label} fell from {first} ({start}) to {last} ({end}).",
    ),
    "analysis.trend_flat": (
        "{label:은/는} {start:과/와} {end:이/가} {first:으로/로} 같습니다.",
        "{label} is {first} in both {start} and {end}.",
    ),
    "analysis.period": (
        "기간: {start} ~ {end} (기준일 {as_of})",
        "Period: {start} to {end} (data as of {as_of})",
    ),
    "analysis.as_of": ("기준일: {as_of}", "Data as of {as_of}"),
    "analysis.period_not_used": (
        "주의: 질문의 ‘{words}’ 기간 조건이 이 SQL에는 없습니다.",
        "Caution: this SQL has no condition for the period “{words}” you asked about.",
    ),
    "analysis.period_differs": (
        "주의: 질문의 ‘{words}’는 {start} ~ {end}인데 SQL의 기간은 다릅니다.",
        "Caution: “{words}” means {start} to {end}, but the SQL reads another period.",
    ),
    "analysis.passed_over": (
        "뜻을 알 수 없어 조건으로 쓰지 않은 말이 있습니다: {words}",
        "not understood, and so not used as a condition: {words}",
    ),
    "analysis.caution": ("주의: {text}", "Caution: {text}"),
    "analysis.narrowed.rows": (
        "권한 범위: {role} 역할은 {table}에서 {rows}인 행만 봅니다.",
        "Seen as {role}: of {table} only the rows with {rows}.",
    ),
    "analysis.narrowed.masked": (
        "권한 범위: {role} 역할에는 {table}의 {columns} 값이 가려집니다.",
        "Seen as {role}: {columns} of {table} masked.",
    ),
    "analysis.narrowed.groups": (
        "권한 범위: {role} 역할에는 {table}에서 {size} 미만인 묶음이 나오지 않습니다.",
        "Seen as {role}: of {table} no group of fewer than {size}.",
    ),
    "analysis.asking_again": (
        "SQL을 실행할 수 없어 모델에게 한 번 더 묻습니다: {detail}",
        "the SQL cannot run, asking the model once more: {detail}",
    ),
    "error.no_sql": (
        "모델의 답에 SQL이 없습니다",
        "the model's reply holds no SQL",
    ),
    "error.no_sql.hint": (
        "질문을 조금 더 구체적으로 다시 적거나, 더 큰 모델을 쓰거나(`aiws model list`), `aiws sql`로 직접 조회해 주세요.",
        "Ask again more precisely, use a larger model (`aiws model list`), or write the query yourself with `aiws sql`.",
    ),
    "error.no_table": (
        "SQL이 어떤 표도 읽지 않습니다",
        "the SQL reads no table",
    ),
    "error.no_table.hint": ("", ""),
    "error.bad_sql": (
        "모델이 쓴 SQL을 실행할 수 없습니다: {detail}",
        "the SQL the model wrote cannot run: {detail}",
    ),
    "error.bad_sql.hint": (
        "열이나 표의 이름을 넣어 질문을 더 구체적으로 적어 주세요. 쓰인 SQL은 --verbose 또는 /show로 볼 수 있습니다.",
        "Ask more precisely, naming a column or table. --verbose or /show prints the SQL that was written.",
    ),
}
