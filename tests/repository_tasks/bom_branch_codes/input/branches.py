"""지점 코드표를 읽는다."""

import csv
from pathlib import Path


def branches():
    """지점코드 → (지점명, 지역). 엑셀이 저장한 파일이라 맨 앞에 BOM이 있다."""
    with (Path(__file__).parent / "지점코드.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["지점코드"]: (row["지점명"], row["지역"]) for row in csv.DictReader(file)}
