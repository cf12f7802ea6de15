"""A shop folder that was spoilt at random: a model, or faults with their places; never a crash.

`WENSHU_FUZZ=4000` spoils so many instead of some.
"""

import os
import random
from pathlib import Path

import pytest

from semantic_layer.demo import FOLDER
from semantic_layer.errors import ShopError
from semantic_layer.load import load

FILES = sorted(FOLDER.glob("*.yml"))
NASTY = ["\t", "\x00", "&a ", "*a", "!!python/object:os.system ", "{", "}", "[", "]", ":", "- ", "'", '"', "|", "?",
         "null", "~", "1e999", ".nan", "2025-13-45", "\ufeff", "é" * 50, "<<: *x", "%", "@", "#", "---\n", "...\n"]  # fmt: skip


@pytest.mark.parametrize("seed", range(int(os.environ.get("WENSHU_FUZZ", "40"))))
def test_spoilt_folders(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    victim = tmp_path / dice.choice(FILES).name
    text = victim.read_text(encoding="utf-8")
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(text) or 1)
        kind = dice.randrange(4)
        if kind == 0:
            text = text[:place] + dice.choice(NASTY) + text[place:]
        elif kind == 1:
            text = text[:place] + text[place + dice.randint(1, 30) :]
        elif kind == 2:
            lines = text.splitlines(keepends=True)
            dice.shuffle(lines[:50])
            text = "".join(lines[: dice.randint(0, len(lines))])
        else:
            text = text.replace(
                dice.choice(["expr", "kind", "zh", "metrics", "sum"]), dice.choice(NASTY), 3
            )
    victim.write_text(text, encoding="utf-8", errors="replace")
    said = []
    try:
        load(tmp_path)
    except ShopError as error:
        said = [error.sentence(lang) for lang in ("zh", "en")]
    assert all(said)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "shop.yml").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(ShopError):
        load(tmp_path)
