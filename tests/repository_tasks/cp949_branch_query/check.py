from checking import expect, rows, text

query = text("지점실적.sql", "cp949")
expect(query.startswith("-- 지점별 실적 (작성: 영업추진부)\n"), "the comment at the top is not what it was")
world = """
    CREATE TABLE 지점실적 (지점명 VARCHAR, 기준월 VARCHAR, 상태 VARCHAR, 실적금액 BIGINT);
    INSERT INTO 지점실적 VALUES ('본점', '202609', '영업', 100), ('본점', '202608', '영업', 1),
        ('명동', '202609', '폐쇄', 900), ('강남', '202609', '이전', 300), ('강남', '202609', '영업', 20);
    """
found = rows(query, world)
expect("명동" not in [r[0] for r in found], "closed branches are still listed")
expect(found == [("강남", 320), ("본점", 100)], f"rows: {found}")
