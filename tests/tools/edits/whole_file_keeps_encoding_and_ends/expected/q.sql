SELECT 금액
FROM 대출
