-- 지점별 잔액
SELECT 지점명
FROM 예금
