"""Texts of shops whose data is in PostgreSQL."""

from semantic_layer.messages import add

add(
    {
        "error.needs_psycopg": (
            "这家店的数据在 PostgreSQL 里，需要另装驱动：pip install 'wenshu[postgresql]'。",
            "this shop's data is in PostgreSQL, which needs a driver: pip install 'wenshu[postgresql]'.",
        ),
        "error.no_database": (
            "连不上店铺的数据库 {place}。请检查地址、账号和网络。",
            "the shop's database {place} cannot be reached. Check the address, the account and the network.",
        ),
        "error.no_such_variable": (
            "shop.yml 的 data 写的是环境变量 {name}，但它没有设置。请先设置，例如 export {name}=postgresql://…",
            "data: in shop.yml names the environment variable {name}, which is not set. Set it first, for example "
            "export {name}=postgresql://…",
        ),
        "error.secret_in_yaml": (
            "shop.yml 的 data 里写了密码。请把地址放进环境变量，这里只写 data: ${{WENSHU_PG}}，或把密码放进 PGPASSFILE。",
            "data: in shop.yml holds a password. Put the address into an environment variable and write only "
            "data: ${{WENSHU_PG}} here, or keep the password in PGPASSFILE.",
        ),
        "error.no_free_sql_here": (
            "这家店的数据在 PostgreSQL 里，暂时只能用口径好的指标查询，不能写自由 SQL。",
            "this shop's data is in PostgreSQL; for now it can be asked by its metrics, not in free SQL.",
        ),
    }
)
