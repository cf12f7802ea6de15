"""A small Cube data model in its real forms, written for these tests. Its data is the tea house's."""

CUBE = """
cubes:
  - name: sales
    sql_table: shop.fct_sales
    title: Sales
    description: One row for each sale
    data_source: main
    refresh_key: {every: 1 hour}
    joins:
      - name: guests
        relationship: many_to_one
        sql: "{CUBE}.guest = {guests.guest_id}"
      - name: nowhere
        relationship: many_to_one
        sql: "{CUBE}.x = {nowhere}.x"
    dimensions:
      - {name: sale_id, sql: sale_id, type: number, primary_key: true}
      - name: sold_at
        sql: "{CUBE}.sold_at"
        type: time
        granularities: [{name: quarter_hour, interval: 15 minutes}]
      - {name: channel, sql: "upper({CUBE}.channel)", type: string, title: Way of sale, meta: {team: a}}
      - {name: is_web, sql: "{channel} = 'WEB'", type: boolean, description: Sold on the web}
      - name: size
        type: string
        case:
          when:
            - {sql: "{CUBE}.amount >= 20", label: large}
            - {sql: "{CUBE}.amount >= 10", label: middle}
          else: {label: small}
      - {name: guest_city, sql: "{guests.city}", type: string}
      - {name: day, sql: "cast({CUBE}.sold_at as date)", type: time, public: false}
      - {name: spent, sql: "{guests.visits}", type: number, sub_query: true}
      - {name: place, type: geo, latitude: {sql: lat}, longitude: {sql: lon}}
      - {name: when_asked, sql: "{FILTER_PARAMS.sales.sold_at.filter('x')}", type: string}
    measures:
      - {name: count, type: count}
      - {name: revenue, sql: amount, type: sum, format: currency, drill_members: [sale_id, channel]}
      - {name: largest, sql: "${CUBE}.amount", type: max}
      - {name: buyers, sql: guest, type: count_distinct}
      - {name: buyers_about, sql: "{CUBE}.guest", type: count_distinct_approx}
      - name: shop_revenue
        title: Sold in the shop
        sql: amount
        type: sum
        filters:
          - sql: "{CUBE}.channel = 'shop'"
          - sql: "{CUBE}.amount > 5"
      - {name: shanghai_revenue, sql: amount, type: sum, filters: [{sql: "{guests.city} = '上海'"}]}
      - {name: per_buyer, sql: "{revenue} / nullif({buyers}, 0)", type: number}
      - {name: per_row, sql: "sum({CUBE}.amount) / count(*)", type: number, public: false}
      - {name: rest, sql: "{revenue} - {shop_revenue}", type: number}
      - {name: so_far, sql: amount, type: sum, rolling_window: {trailing: unbounded}}
      - {name: of_month, sql: amount, type: sum, rolling_window: {type: to_date, granularity: month}}
      - {name: week_sum, sql: amount, type: sum, rolling_window: {trailing: 7 day, offset: end}}
      - {name: ahead, sql: amount, type: sum, rolling_window: {leading: 7 day}}
      - name: revenue_before
        multi_stage: true
        sql: "{revenue}"
        type: number
        time_shift: [{interval: 1 month, type: prior}]
      - {name: by_city, multi_stage: true, sql: "{revenue}", type: sum, group_by: [guest_city]}
      - {name: on_by_city, sql: "{by_city} * 2", type: number}
      - {name: all_notes, sql: "string_agg({CUBE}.channel, ',')", type: string}
    segments:
      - {name: web, sql: "{CUBE}.channel = 'web'"}
    pre_aggregations:
      - {name: main, measures: [CUBE.count], time_dimension: CUBE.sold_at, granularity: day}
    access_policy:
      - {role: manager, row_level: {filters: [{member: channel, operator: equals, values: [web]}]}}
  - name: guests
    sql: select * from shop.dim_guests
    public: false
    joins:
      - {name: sales, relationship: one_to_many, sql: "${CUBE}.guest_id = ${sales}.guest"}
    dimensions:
      - {name: guest_id, sql: guest_id, type: string, primary_key: true}
      - {name: city, sql: city, type: string}
    measures:
      - {name: count, type: count}
      - {name: visits, sql: "{sales.count}", type: number}
  - name: known_guests
    extends: guests
    sql_table: shop.dim_guests
    measures:
      - {name: placed, type: count, filters: [{sql: "{city} is not null"}]}
  - name: from_query
    sql: select guest, count(*) as n from shop.fct_sales group by 1
    measures: [{name: guests_seen, type: count}]
views:
  - name: overview
    description: What the manager sees
    cubes:
      - {join_path: sales, includes: [count, revenue, channel]}
      - {join_path: sales.guests, prefix: true, includes: "*", excludes: [guest_id]}
"""
