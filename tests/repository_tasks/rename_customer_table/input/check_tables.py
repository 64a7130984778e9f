"""설정에 있는 테이블의 건수를 확인한다: python check_tables.py 데이터베이스파일"""

import sys
from pathlib import Path

import duckdb
import yaml

REQUIRED = ("tb_cust", "tb_cust_hist")


def counts(database):
    """테이블 이름별 건수."""
    config = yaml.safe_load((Path(__file__).parent / "config.yaml").read_text(encoding="utf-8"))
    missing = [name for name in REQUIRED if name not in config["tables"]]
    if missing:
        raise SystemExit(f"config.yaml에 없는 테이블: {missing}")
    with duckdb.connect(database, read_only=True) as connection:
        return {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in config["tables"]}


if __name__ == "__main__":
    for name, count in counts(sys.argv[1]).items():
        print(f"{name}: {count}")
