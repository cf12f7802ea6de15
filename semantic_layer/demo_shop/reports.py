"""The platforms' daily report, computed from the written tables in the platforms' own way.

tmall and douyin cannot know which orders are brushed, test or internal, and count them all by
payment. jd counts prepaid orders by payment and cash on delivery by creation, without its own
coupons, and leaves out what was cancelled on the same day.
"""

DAILY_REPORT = """
CREATE TABLE daily_report AS
WITH counted AS (
    SELECT order_id, shop_id, platform, customer_id,
           CAST(CASE WHEN platform = 'jd' AND payment_method = 'cod' THEN created_at ELSE paid_at END AS DATE) AS date,
           CASE WHEN platform = 'jd' THEN list_amount - shop_discount + freight ELSE pay_amount END AS amount
    FROM orders
    WHERE kind <> 'exchange'
      AND (paid_at IS NOT NULL OR (platform = 'jd' AND payment_method = 'cod'))
      AND NOT (platform = 'jd' AND closed_at IS NOT NULL AND CAST(closed_at AS DATE) = CAST(created_at AS DATE))
), sold AS (
    SELECT date, shop_id, count(*) AS orders, count(DISTINCT customer_id) AS buyers, sum(amount) AS pay_amount
    FROM counted GROUP BY date, shop_id
), seen AS (
    SELECT CAST(e."at" AS DATE) AS date, shop_id, count(DISTINCT visitor_id) AS uv,
           count(*) FILTER (type = 'view') AS pv,
           count(DISTINCT visitor_id) FILTER (type = 'fav') AS fav_users,
           count(DISTINCT visitor_id) FILTER (type = 'cart') AS cart_users
    FROM events e GROUP BY ALL
), returned AS (
    SELECT CAST(success_at AS DATE) AS date, shop_id, sum(amount) AS refund_amount
    FROM refunds WHERE status = 'success' GROUP BY ALL
)
SELECT c.date, s.platform, s.shop_id,
       coalesce(seen.uv, 0)::BIGINT AS uv, coalesce(seen.pv, 0)::BIGINT AS pv,
       coalesce(seen.fav_users, 0)::BIGINT AS fav_users, coalesce(seen.cart_users, 0)::BIGINT AS cart_users,
       coalesce(sold.orders, 0)::BIGINT AS orders, coalesce(sold.buyers, 0)::BIGINT AS buyers,
       coalesce(sold.pay_amount, 0)::DECIMAL(14, 2) AS pay_amount,
       coalesce(returned.refund_amount, 0)::DECIMAL(14, 2) AS refund_amount,
       round(sold.buyers / nullif(seen.uv, 0), 6)::DOUBLE AS pay_cvr,
       round(sold.pay_amount::DOUBLE / nullif(sold.buyers, 0), 4)::DOUBLE AS gmv_per_buyer,
       c.date::TIMESTAMP + INTERVAL 33 HOUR AS loaded_at
FROM calendar c CROSS JOIN shops s
LEFT JOIN sold ON sold.date = c.date AND sold.shop_id = s.shop_id
LEFT JOIN seen ON seen.date = c.date AND seen.shop_id = s.shop_id
LEFT JOIN returned ON returned.date = c.date AND returned.shop_id = s.shop_id
WHERE c.date <= DATE '2025-12-21' AND c.date >= s.opened_at
ORDER BY c.date, s.shop_id
"""  # noqa: E501
