SELECT o.platform AS platform, c.home_city AS home_city, SUM(o.pay_amount) AS gmv, COUNT(DISTINCT o.customer_id) AS buyers
FROM orders AS o
LEFT JOIN customers AS c ON o.customer_id = c.customer_id
WHERE o.kind = 'normal' AND o.paid_at >= TIMESTAMP '2025-11-01 00:00:00' AND o.paid_at < TIMESTAMP '2025-12-01 00:00:00'
GROUP BY o.platform, c.home_city
ORDER BY gmv DESC, platform, home_city
