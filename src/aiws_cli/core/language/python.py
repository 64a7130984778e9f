"""Texts of scripts over results. key → (Korean, English)."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.too_few_columns": (
        "이 계산에는 숫자 열이 {needed}개 이상 필요한데 결과에는 {found}개뿐입니다",
        "this needs {needed} or more columns of numbers, and the result has {found}",
    ),
    "error.too_few_columns.hint": (
        "계산할 두 값을 질문에 모두 적어 주세요. 예: 지점별 예금 잔액과 대출 잔액의 상관관계",
        "Name every value in the question, for example: correlation of deposit and loan balance by branch",
    ),
    "error.no_rows_to_compute": (
        "계산할 데이터가 한 행도 없습니다",
        "there is no row to compute with",
    ),
    "error.no_rows_to_compute.hint": (
        "기간이나 조건을 바꿔 다시 물어 주세요.",
        "Ask again with another period or other conditions.",
    ),
    "error.python_packages": (
        "이 계산에는 pandas가 필요한데 aiws의 파이썬에 없습니다",
        "this needs pandas, which aiws's Python does not have",
    ),
    "error.python_packages.hint": (
        "`pip install 'aiws-cli[python]'`로 추가할 수 있습니다. 상관계수, 단순 회귀, 피벗, 한 열의 증감은 pandas 없이도 계산합니다.",
        "`pip install 'aiws-cli[python]'` adds it. Correlation, simple regression, pivots and a change of one column work without it.",
    ),
    "error.no_script": (
        "모델의 답에 파이썬 코드가 없습니다",
        "the model's reply holds no Python",
    ),
    "error.no_script.hint": (
        "질문을 더 구체적으로 적어 주세요. 쓸 열과 계산 방법을 적으면 가장 확실합니다.",
        "Say more exactly what is to be computed: the columns and the method.",
    ),
    "error.script_failed": (
        "스크립트를 고쳐 보았지만 실행되지 않습니다: {detail}",
        "the script does not run, corrected or not: {detail}",
    ),
    "error.script_failed.hint": (
        "데이터는 조회했습니다. 쓸 열과 계산 방법을 더 구체적으로 적어 다시 물어 주세요.",
        "The data are there. Ask again and name the columns and the method.",
    ),
    "ui.step.script": ("파이썬 스크립트를 쓰는 중", "writing a Python script"),
    "ui.step.script_mend": ("스크립트를 고치는 중", "mending the script"),
    "ui.step.script_run": ("샌드박스에서 실행하는 중", "running it in the sandbox"),
    "ui.script.rules": ("규칙이 쓴 파이썬 스크립트:", "Python script, written by rules:"),
    "ui.script.model": ("모델이 쓴 파이썬 스크립트:", "Python script, written by the model:"),
    "ui.script.mended": ("고친 파이썬 스크립트:", "the script, mended:"),
    "python.not_run": (
        "계획 모드라서 스크립트를 실행하지 않았습니다. 모드를 바꿔 다시 물으면 실행합니다.",
        "In plan mode the script was not run. Ask again in another mode to run it.",
    ),
    "python.truncated": (
        "주의: 조회한 데이터가 잘려 처음 {count}행으로만 계산했습니다.",
        "Note: the data were cut; only the first {count} rows were computed with.",
    ),
    "python.rows_used": ("조회한 {count}행으로 계산했습니다.", "Computed from {count} rows."),
    "python.headline.correlation": (
        "{x:과/와} {y}의 상관계수는 {r}입니다({n}쌍).",
        "The correlation of {x} and {y} is {r} ({n} pairs).",
    ),
    "python.headline.regression": (
        "{x:이/가} 1 늘면 {y:은/는} {slope}만큼 변합니다(절편 {intercept}, 결정계수 {r2}, {n}쌍).",
        "{y} changes by {slope} for each 1 of {x} (intercept {intercept}, R² {r2}, {n} pairs).",
    ),
    "python.few": (
        "주의: {n}쌍뿐이라 우연일 수 있습니다.",
        "Note: with only {n} pairs this may be chance.",
    ),
    "python.no_variation": (
        "값이 모두 같거나 부족해서 계산할 수 없는 항목은 비워 두었습니다.",
        "What cannot be computed, for want of values that differ, is left empty.",
    ),
    "python.declined": (
        "실행하지 않기로 하셔서 모델에 다시 요청합니다: {detail}",
        "you said no, asking the model again: {detail}",
    ),
    "python.asking_again": (
        "스크립트가 실행되지 않아 모델에 다시 요청합니다: {detail}",
        "the script did not run, asking the model again: {detail}",
    ),
    "python.all_columns": ("모든 열", "all columns"),
    "python.told.correlation": (
        "두 열에 값이 모두 있는 행으로 피어슨 상관계수를 계산했습니다. 상관관계가 인과관계를 뜻하지는 않습니다.",
        "Pearson's correlation, over the rows that have both values. It does not say that one causes the other.",
    ),
    "python.told.regression": (
        "{x:으로/로} {y:을/를} 설명하는 최소제곱 직선을 구했습니다: {y} = 기울기 × {x} + 절편.",
        "The least-squares line of {y} on {x}: {y} = slope × {x} + intercept.",
    ),
    "python.told.trend": (
        "{x} 순서로 0, 1, 2, …를 매겨 {y}의 최소제곱 직선을 구했습니다. 기울기는 한 시점마다 변하는 양입니다.",
        "The least-squares line of {y} over {x}, counted 0, 1, 2, …; the slope is the change a step.",
    ),
    "python.told.pivot": (
        "{down:을/를} 행, {across:을/를} 열로 놓고 {label:을/를} 더했습니다.",
        "{down} down, {across} across, {label} summed.",
    ),
    "python.told.scenario_up": (
        "{label:이/가} {by} 증가한다고 가정하고 행마다 다시 계산했습니다. 다른 값은 그대로 둔 가정입니다.",
        "Each row again as if {label} were {by} higher; everything else stays as it is.",
    ),
    "python.told.scenario_down": (
        "{label:이/가} {by} 감소한다고 가정하고 행마다 다시 계산했습니다. 다른 값은 그대로 둔 가정입니다.",
        "Each row again as if {label} were {by} lower; everything else stays as it is.",
    ),
    "python.told.script": (
        "스크립트가 한 일: {columns}에서 {does}.",
        "What the script does, on {columns}: {does}.",
    ),
    "python.told.columns": ("스크립트가 읽은 열: {columns}.", "The script reads {columns}."),
    "python.column.x": ("첫째 열", "First column"),
    "python.column.y": ("둘째 열", "Second column"),
    "python.column.explained": ("종속변수(y)", "Explained (y)"),
    "python.column.explained_by": ("독립변수(x)", "Explained by (x)"),
    "python.column.correlation": ("상관계수", "Correlation"),
    "python.column.n": ("쌍의 수", "Pairs"),
    "python.column.slope": ("기울기", "Slope"),
    "python.column.intercept": ("절편", "Intercept"),
    "python.column.r2": ("결정계수", "R²"),
    "python.column.changed_up": ("{label} ({by} 증가)", "{label} ({by} higher)"),
    "python.column.changed_down": ("{label} ({by} 감소)", "{label} ({by} lower)"),
    "python.column.difference": ("차이", "Difference"),
    "python.does.gaps": ("빈 값 처리", "handling of empty cells"),
    "python.does.corr": ("상관계수 계산", "correlation"),
    "python.does.least_squares": ("최소제곱 회귀", "least squares"),
    "python.does.random": ("난수 시뮬레이션", "random simulation"),
    "python.does.pivot": ("피벗", "pivoting"),
    "python.does.melt": ("열을 행으로 펼치기", "columns into rows"),
    "python.does.turn": ("행과 열 바꾸기", "rows and columns swapped"),
    "python.does.groups": ("그룹별 집계", "grouping"),
    "python.does.quantile": ("분위수와 요약 통계", "quantiles and summary figures"),
    "python.does.change": ("증감 계산", "changes"),
    "python.does.running": ("누적·이동 계산", "running figures"),
    "python.does.spread": ("표준편차·분산", "spread"),
    "python.does.average": ("평균·중앙값", "averages"),
    "python.does.total": ("합계", "totals"),
    "python.does.order": ("정렬", "ordering"),
    "python.mend.made_data": (
        "모델이 지어낸 데이터를 버리고 조회한 데이터를 썼습니다",
        "data the model made up were dropped for those that were queried",
    ),
    "python.mend.read": (
        "파일을 읽는 줄을 버렸습니다. 데이터는 df에 있습니다",
        "a line that reads a file was dropped: the data are in df",
    ),
    "python.mend.drawing": (
        "그림을 그리는 줄을 뺐습니다. 차트는 나온 표에서 그립니다",
        "lines that draw were left out: charts are drawn from the table",
    ),
    "python.mend.import": ("빠진 import를 더했습니다: {names}", "missing imports were added: {names}"),
    "python.mend.unused_import": (
        "쓰지 않고 샌드박스에도 없는 패키지를 뺐습니다: {names}",
        "packages that are not used and not there were left out: {names}",
    ),
    "python.mend.least_squares": (
        "scikit-learn이 없어 같은 최소제곱 회귀를 numpy로 썼습니다",
        "scikit-learn is not there: the same least squares by numpy",
    ),
    "python.mend.ranks": (
        "SciPy가 없어 스피어만 상관계수를 순위의 상관계수로 계산했습니다",
        "SciPy is not there: Spearman's coefficient as the correlation of ranks, which it is",
    ),
    "python.mend.old_call": (
        "pandas에 더는 없는 {old:을/를} {new:으로/로} 바꿨습니다",
        "{old}, which pandas no longer has, became {new}",
    ),
    "python.mend.inplace": (
        "복사본만 바꾸는 inplace=True를 대입으로 바꿨습니다",
        "inplace=True, which changes a copy only, became an assignment",
    ),
    "python.mend.column": (
        "없는 열 '{old}' 대신 {new:을/를} 썼습니다",
        "there is no column '{old}': '{new}' was taken",
    ),
    "python.mend.undefined": (
        "정의하지 않은 이름 {old:을/를} {new:으로/로} 바꿨습니다",
        "{old}, which nothing defines, became {new}",
    ),
    "python.mend.group_key": (
        "그룹으로 묶은 {name:이/가} 열로 남게 했습니다",
        "'{name}', which was grouped by, stays a column",
    ),
    "python.mend.to_number": (
        "글자로 된 숫자를 수로 바꿨습니다: {names}",
        "numbers stored as text were converted: {names}",
    ),
    "python.mend.to_date": (
        "글자로 된 날짜를 날짜로 바꿨습니다: {names}",
        "dates stored as text were converted: {names}",
    ),
    "python.mend.numeric_only": (
        "글자 열은 빼고 숫자 열만 계산하게 했습니다: {names}",
        "only columns of numbers are computed with: {names}",
    ),
    "python.mend.gaps": (
        "빈 값이 있는 행을 빼고 계산했습니다: {names}",
        "rows without a value were left out: {names}",
    ),
    "python.mend.same_name": (
        "이름이 겹치는 열을 n으로 바꿨습니다",
        "a column of a name that was taken is called n",
    ),
    "python.mend.printed": (
        "출력만 하던 값을 결과 표로 만들었습니다",
        "what was only printed became the table",
    ),
    "python.mend.no_out": (
        "마지막에 만든 값을 결과 표로 삼았습니다",
        "what was made last is the table",
    ),
    "python.mend.index": (
        "인덱스에 있던 키를 열로 옮겼습니다",
        "keys that stood in the index became columns",
    ),
}
