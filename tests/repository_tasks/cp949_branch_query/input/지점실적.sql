-- 지점별 실적 (작성: 영업추진부)
SELECT 지점명, SUM(실적금액) AS 실적합계
FROM 지점실적
WHERE 기준월 = '202609'
GROUP BY 지점명
ORDER BY 실적합계 DESC;
