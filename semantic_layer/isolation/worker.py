"""A worker process: one read-only database, one statement at a time, a line in and a line out.

Runs by its path with `python -I` and knows nothing of the program: its limits are set before the
engine is loaded, and what it answers is data. It ends when its input does.
"""

import json
import resource
import sys
from typing import Any

_CONFIG: dict[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}
_BATCH = 256


def main(path: str, megabytes: int) -> None:
    """Answer statements on standard input until it ends."""
    _limit(megabytes)
    import duckdb

    config = _CONFIG | {"memory_limit": f"{megabytes}MB", "threads": "1"}
    connection = duckdb.connect(path, read_only=True, config=config)
    connection.execute("SELECT 1").fetchall()
    _say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            _say(_answer(connection, asked))
        except MemoryError:
            _say({"error": "memory", "detail": ""})
        except duckdb.OutOfMemoryException as error:
            _say({"error": "memory", "detail": str(error)[:500]})
        except Exception as error:  # noqa: BLE001  (the parent hears of it, and nobody else)
            _say({"error": "failed", "detail": f"{type(error).__name__}: {error}"[:500]})


def _limit(megabytes: int) -> None:
    space = (megabytes + 700) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(connection: Any, asked: dict[str, Any]) -> dict[str, Any]:
    cursor = connection.cursor()
    try:
        cursor.execute(asked["sql"])
        names = [d[0] for d in cursor.description]
        kinds = [str(d[1]) for d in cursor.description]
        most = min(asked["rows"], max(1, asked["cells"] // max(1, len(names))))
        rows: list[list[Any]] = []
        size, cut = 0, False
        while not cut and (batch := cursor.fetchmany(_BATCH)):
            for row in batch:
                cells = [_cell(value, asked["text"]) for value in row]
                size += sum(len(str(c)) + 4 for c in cells)
                if len(rows) >= most or size > asked["bytes"]:
                    cut = True
                    break
                rows.append(cells)
        return {"names": names, "kinds": kinds, "rows": rows, "cut": cut}
    finally:
        cursor.close()


def _cell(value: Any, longest: int) -> Any:
    """A cell as JSON: numbers as they are, decimals and moments tagged, the rest as cut text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if hasattr(value, "as_tuple"):
        return {"n": str(value)}
    if hasattr(value, "isoformat"):
        return {"t": value.isoformat(), "k": type(value).__name__}
    text = str(value)
    return text if len(text) <= longest else text[:longest] + "…"


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
