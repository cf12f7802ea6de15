"""Makes the database of a role's projection in a process of its own: runs by its path, `python -I`.

A process may open one file in one way only; the shop's own file is open, locked, in the parent.
"""

import json
import sys


def main() -> None:
    """Read a job from standard input: where to, what to attach, which views, which tables."""
    import duckdb

    job = json.load(sys.stdin)
    connection = duckdb.connect(job["target"], config={"threads": "2", "memory_limit": "2GB"})
    if job["attach"]:
        path = job["attach"].replace("'", "''")
        connection.execute(f"ATTACH '{path}' AS source (READ_ONLY)")
    for view in job["views"]:
        connection.execute(view)
    columns = {}
    for name, select in job["tables"].items():
        quoted = '"' + name.replace('"', '""') + '"'
        connection.execute(f"CREATE TABLE {quoted} AS {select}")
        rows = connection.execute(f"DESCRIBE {quoted}").fetchall()
        columns[name] = {row[0]: row[1] for row in rows}
    for view in job["drop"]:
        connection.execute(view)
    if job["attach"]:
        connection.execute("DETACH source")
    connection.execute("CHECKPOINT")
    connection.close()
    json.dump(columns, sys.stdout)


if __name__ == "__main__":
    main()
