"""Free SQL over a shop: guarded, on the role's own database, in workers apart.

The database of a role is made when it is first needed, one for each data version and definition,
and never for shops too large to copy.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from semantic_layer.engines.protocol import Cancel
from semantic_layer.errors import EngineError, PolicyError
from semantic_layer.guard import Checked, Limits, Relation, Visible, checked
from semantic_layer.isolation.pool import Answered, OnWait, Pool
from semantic_layer.isolation.projection import projections
from semantic_layer.model import Model
from semantic_layer.policy import role_of

MOST_ROWS = 40_000_000
_BUILD_SECONDS = 300
_SCRIPT = Path(__file__).with_name("build.py")


class SourceShop(Protocol):
    """What free SQL needs of an opened shop."""

    model: Model
    data_version: str
    state: Path
    engine: Any


@dataclass(frozen=True, slots=True)
class FreeAnswer:
    """The rows of a checked statement, and the milliseconds that it took to run."""

    checked: Checked
    answered: Answered
    ms: float


class FreeSQL:
    """Free SQL over one shop at one data version. Thread-safe."""

    def __init__(self, shop: SourceShop) -> None:
        self._model = shop.model
        self._engine = shop.engine
        self._folder = shop.state / "projected"
        self._version = shop.data_version
        self._lock = threading.Lock()
        self._ready: dict[str, tuple[Visible, Pool]] = {}

    def visible(self, role: str) -> Visible:
        """The relations and columns that the role may name. Raises PolicyError `no_free_sql`."""
        return self._of(role)[0]

    def run(
        self,
        sql: str,
        role: str,
        *,
        limits: Limits | None = None,
        seconds: float | None = None,
        cancel: Cancel | None = None,
        on_wait: OnWait | None = None,
    ) -> FreeAnswer:
        """Check and run one statement. Raises PolicyError, GuardError or EngineError."""
        visible, pool = self._of(role)
        found = checked(sql, visible, limits)
        started = time.perf_counter()
        answered = pool.run(found.sql, seconds=seconds, cancel=cancel, on_wait=on_wait)
        return FreeAnswer(found, answered, (time.perf_counter() - started) * 1000)

    def close(self) -> None:
        """End the workers."""
        with self._lock:
            for _, pool in self._ready.values():
                pool.close()
            self._ready.clear()

    def _of(self, role: str) -> tuple[Visible, Pool]:
        if not role_of(self._model, role).sql:
            raise PolicyError("no_free_sql")
        with self._lock:
            if role not in self._ready:
                visible, database = self._projected(role)
                self._ready[role] = visible, Pool(database)
            return self._ready[role]

    def _projected(self, role: str) -> tuple[Visible, Path]:
        plan = self._engine.copying()
        selects = projections(self._model, role, plan.relations)
        tables = {name: select.sql(dialect="duckdb") for name, select in selects.items()}
        key = hashlib.blake2s(json.dumps([plan.attach, tables], sort_keys=True).encode())
        name = f"{self._version}-{key.hexdigest()[:16]}"
        database, listed = self._folder / f"{name}.duckdb", self._folder / f"{name}.json"
        if not (database.exists() and listed.exists()):
            self._check_size(list(tables))
            job = {
                "attach": plan.attach, "views": list(plan.views), "drop": list(plan.drop),
                "tables": tables,
            }  # fmt: skip
            _build(job, database, listed)
        columns = json.loads(listed.read_text(encoding="utf-8"))
        return Visible({n: Relation(c) for n, c in columns.items()}), database

    def _check_size(self, tables: list[str]) -> None:
        total = 0
        for name in tables:
            total += self._engine.count(name)
        if total > MOST_ROWS:
            raise PolicyError("shop_too_large", rows=total)


def _build(job: dict[str, Any], database: Path, listed: Path) -> None:
    """Make the database beside its place and move it there whole."""
    database.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        target = Path(folder) / "made.duckdb"
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_SCRIPT)],
                input=json.dumps({**job, "target": str(target)}).encode(),
                capture_output=True,
                timeout=_BUILD_SECONDS,
                check=False,
                env={"LANG": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired:
            raise EngineError("timeout", seconds=_BUILD_SECONDS) from None
        if done.returncode != 0:
            raise EngineError("engine_failed", detail=done.stderr.decode(errors="replace")[-500:])
        made = Path(folder) / "made.json"
        made.write_bytes(done.stdout)
        os.replace(target, database)
        os.replace(made, listed)


_of_shops: "weakref.WeakKeyDictionary[Any, FreeSQL]" = weakref.WeakKeyDictionary()
_making = threading.Lock()


def free_sql(shop: SourceShop) -> FreeSQL:
    """The free SQL of an opened shop, made once."""
    with _making:
        if shop not in _of_shops:
            _of_shops[shop] = FreeSQL(shop)
        return _of_shops[shop]
