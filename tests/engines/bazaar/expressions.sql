-- Expressions over orders, in DuckDB's meaning: every engine gives the same values, or refuses.
coalesce(note, 'none')
nullif(platform,'jd')
lower(note)
upper(note)
trim('  ' || platform || ' ')
length(note)
substring(note, 2, 2)
concat(platform, '-', note)
platform || '-' || note
left(note,1)
right(note,2)
contains(note, '加')
starts_with(note,'a')
ends_with(note,'f')
replace(note,'a','b')
abs(amount - 50)
round(amount)
round(amount, 1)
round(-2.5)
round(units/2)
floor(amount)
ceil(amount)
greatest(amount, 50)
greatest(units, 2)
least(units, 2)
sign(amount - 50)
date_trunc('week', created_at)
date_trunc('month', created_at)
date_trunc('day', created_at)
date_trunc('quarter', created_at)
extract(year from created_at)
extract(dow from created_at)
extract(isodow from created_at)
extract(week from created_at)
extract(epoch from created_at)
extract(hour from created_at)
extract(second from created_at)
extract(minute from created_at)
date_diff('day', created_at, paid_at)
date_diff('hour', created_at, paid_at)
date_diff('month', created_at, timestamp '2025-03-31 00:00:00')
date_diff('minute', created_at, paid_at)
date_diff('second', created_at, paid_at)
date_diff('year', created_at, timestamp '2025-03-31 00:00:00')
date_diff('quarter', created_at, timestamp '2025-03-31 00:00:00')
date_diff('day', timestamp '2025-03-31 23:00:00', created_at)
created_at + interval 3 day
created_at + interval 1 month
date_add(created_at, interval 1 month)
cast(paid_at as date) - cast(created_at as date)
paid_at - created_at
cast(created_at as date) + 3
year(created_at)
quarter(created_at)
month(created_at)
day(created_at)
dayofweek(created_at)
isodow(created_at)
hour(created_at)
date(created_at)
cast(created_at as date)
created_at::date
split_part(note, '_', 2)
regexp_matches(note, '^[aA]')
cast(amount as integer)
cast(units / 2.0 as integer)
cast(units as varchar)
cast(amount as varchar)
cast(created_at as varchar)
cast(cast(created_at as date) as varchar)
cast(app as varchar)
cast(amount as decimal(10,1))
cast(amount as double)
units / 2
amount / 3
units // 2
(0 - units) // 2
units % 2
(0 - units) % 2
-units
units / 2 = 2.5
case when units > 2 then 'many' when units is null then 'none' else 'few' end
platform in ('jd','tmall')
platform not in ('jd')
units between 1 and 2
note like '%a%'
note ilike '%A%'
note is null
platform is distinct from 'jd'
not app
app and units > 1 or platform = 'jd'
app = true
if(units > 1, 'x', 'y')
platform > 'e'
created_at > '2024-12-31'
cast(created_at as date) = date '2024-12-31'
paid_at - created_at > interval 1 hour
round(amount / 7, 2)
date_diff('day', created_at, created_at + interval 1 hour)
date_diff('hour', created_at, created_at + interval 59 minute)
date_diff('month', created_at, created_at + interval 3 day)
date_diff('quarter', created_at, created_at + interval 20 day)
date_diff('year', created_at, created_at + interval 5 day)
date_diff('minute', created_at, created_at + interval 1 second)
date_diff('second', created_at, created_at + interval 1 hour)
date_diff('day', cast(created_at as date), date '2025-01-01')
date_diff('month', date '2025-01-01', created_at)
amount // 3
datediff('day', created_at, paid_at)
extract(week from created_at) + 1
contains(note,'')
ends_with(note,'')
case when app then 1 else 0 end
extract(epoch from paid_at) - extract(epoch from created_at)
amount % 7
note || platform
replace(note, null, 'x')
substring(note, 1, 0)
left(note, -1)
right(note,-1)
split_part(note,'_',9)
length('加急' || coalesce(note,''))
substring('加急单', 2, 1)
paid_at - interval 1 day
least(created_at, paid_at)
note is not distinct from platform
created_at between '2024-12-30' and '2025-01-01'
date_trunc('year', created_at)
date_trunc('hour', created_at)
date_trunc('month', cast(created_at as date))
cast(created_at as date) = '2024-12-31'
date(created_at) = date '2024-12-31'
units = '2'
cast(units as varchar) = '2'
units in (1, null)
note like 'a\_b'
note like '%加%'
