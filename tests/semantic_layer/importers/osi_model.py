"""A small OSI document with every key of the specification, written for these tests."""

OSI = """
version: 0.2.0.dev0
semantic_model:
  - name: tea_house
    description: Sales of a tea house
    ai_context:
      instructions: Amounts are in yuan
      examples: ["How much did we sell last week?"]
    datasets:
      - name: sales
        source: db.shop.fct_sales
        primary_key: [sale_id]
        unique_keys: [[sale_id], [till, receipt]]
        description: One row for each sale
        ai_context: {synonyms: [orders], instructions: The fact}
        fields:
          - name: sale_id
            expression: {dialects: [{dialect: ANSI_SQL, expression: sale_id}]}
          - name: sold_at
            expression: {dialects: [{dialect: ANSI_SQL, expression: sold_at}]}
            dimension: {is_time: true}
            datatype: DateTime
            description: When it was paid
          - name: channel
            expression:
              dialects:
                - {dialect: ANSI_SQL, expression: upper(channel)}
                - {dialect: SNOWFLAKE, expression: "UPPER(channel)::VARCHAR"}
            dimension: {is_time: false}
            datatype: String
            label: filter
            ai_context:
              synonyms: [way of sale]
              examples: [Sales by channel]
          - name: amount
            expression: {dialects: [{dialect: ANSI_SQL, expression: amount}]}
            datatype: Decimal
          - name: day
            expression: {dialects: [{dialect: ANSI_SQL, expression: cast(sold_at as date)}]}
            datatype: Date
            dimension: {is_time: false}
          - name: strange
            expression: {dialects: [{dialect: MDX, expression: "[Measures].[x]"}]}
            datatype: Opaque
          - name: dangerous
            expression: {dialects: [{dialect: ANSI_SQL, expression: "(select 1)"}]}
        metrics:
          - name: sold
            expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(amount)}]}
            ai_context: {synonyms: [turnover]}
            datatype: Decimal
          - name: rows_of
            expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(*)}]}
        custom_extensions:
          - {vendor_name: SNOWFLAKE, data: '{"warehouse": "WH"}'}
      - name: guests
        source: db.shop.dim_guests
        primary_key: [guest_id]
        fields:
          - name: guest_id
            expression: {dialects: [{dialect: ANSI_SQL, expression: guest_id}]}
          - name: city
            expression: {dialects: [{dialect: ANSI_SQL, expression: city}]}
            dimension: {is_time: false}
      - name: from_query
        source: select * from somewhere
      - name: from_files
        source: {kind: file, format: parquet, locations: [rooms.parquet]}
    relationships:
      - name: sale_guest
        from: sales
        to: guests
        from_columns: [guest]
        to_columns: [guest_id]
        ai_context: who bought
      - {name: to_nowhere, from: sales, to: from_query, from_columns: [x], to_columns: [y]}
    metrics:
      - name: revenue
        description: All that was sold
        expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(sales.amount)}]}
        ai_context: "income, money made"
      - name: big_sales
        expression: {dialects: [{dialect: ANSI_SQL, expression: "COUNT(CASE WHEN sales.amount >= 20 THEN 1 END)"}]}
      - name: shop_revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: "SUM(sales.amount) FILTER (WHERE sales.channel = 'SHOP')"}]}
      - name: shanghai_revenue
        expression: {dialects: [{dialect: ANSI_SQL, expression: "SUM(CASE WHEN guests.city = '上海' THEN sales.amount ELSE 0 END)"}]}
      - name: guests_known
        expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(DISTINCT guests.guest_id)}]}
      - name: per_guest
        expression: {dialects: [{dialect: ANSI_SQL, expression: "SUM(sales.amount) / NULLIF(COUNT(DISTINCT sales.guest), 0)"}]}
      - name: rest
        expression: {dialects: [{dialect: ANSI_SQL, expression: revenue - shop_revenue}]}
      - name: middle
        expression: {dialects: [{dialect: SNOWFLAKE, expression: "MEDIAN(sales.amount)"}]}
      - name: on_lost
        expression: {dialects: [{dialect: ANSI_SQL, expression: lost * 2}]}
      - name: lost
        expression: {dialects: [{dialect: ANSI_SQL, expression: "SUM(from_query.x)"}]}
      - name: ranked
        expression: {dialects: [{dialect: ANSI_SQL, expression: "RANK() OVER (ORDER BY SUM(sales.amount))"}]}
        custom_extensions: [{vendor_name: DBT, data: '{"tags": ["x"]}'}]
"""

DATA = """
create schema shop;
create table shop.fct_sales as select * from (values
  (1, 1, 1, 'a', timestamp '2024-03-01 09:00:00', 'shop', 10.00::decimal(12,2)),
  (2, 1, 2, 'a', timestamp '2024-03-31 23:59:59', 'web', 30.00),
  (3, 2, 1, 'b', timestamp '2024-04-01 00:00:00', 'shop', 20.00),
  (4, 2, 2, null, timestamp '2024-04-02 12:00:00', null, 5.50)
) t(sale_id, till, receipt, guest, sold_at, channel, amount);
create table shop.dim_guests as select * from (values ('a', '上海'), ('b', '杭州'), ('c', null)) t(guest_id, city);
"""
