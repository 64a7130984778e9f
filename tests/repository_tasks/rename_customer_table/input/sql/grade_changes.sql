-- 이번 달 등급이 바뀐 고객 (이력은 tb_cust_hist)
SELECT c.cust_id, h.grade AS before_grade, c.grade AS after_grade
FROM tb_cust AS c
JOIN tb_cust_hist AS h
  ON h.cust_id = c.cust_id AND h.base_month = '202608'
WHERE c.grade <> h.grade
ORDER BY c.cust_id;
