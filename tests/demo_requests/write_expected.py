"""Write expected/*.json from the golds of requests.yaml: python -m demo_requests.write_expected DEMO.duckdb (from tests/)."""

from __future__ import annotations

import json
import sys

import duckdb

from demo_requests.scoring import FOLDER, requests


def main() -> None:
    connection = duckdb.connect(sys.argv[1], read_only=True)
    (FOLDER / "expected").mkdir(exist_ok=True)
    for request in requests():
        turns = []
        for turn in request["turns"]:
            golds = []
            for gold in turn["golds"]:
                result = connection.execute(gold["sql"])
                names = [d[0] for d in result.description]
                rows = sorted(
                    [[str(c) if c is not None else None for c in row] for row in result.fetchall()], key=str
                )
                golds.append({"columns": names, "rows": rows})
            turns.append(golds)
        lines = json.dumps(turns, ensure_ascii=False, separators=(",", ":")).replace('"],["', '"],\n["')
        (FOLDER / "expected" / f"{request['id']}.json").write_text(lines + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
