"""`python -m semantic_layer.demo_shop PATH [--scale N|2m] [--seed N]` writes the demo shop."""

import argparse
import sys
import time
from pathlib import Path

from semantic_layer.demo_shop.making import make
from semantic_layer.demo_shop.scale import STANDARD_SEED, scale_of


def main(arguments: list[str] | None = None) -> int:
    """Parse the command line, write the shop, print a line for each step."""
    parser = argparse.ArgumentParser(prog="python -m semantic_layer.demo_shop", description=__doc__)
    parser.add_argument("path", type=Path, help="the DuckDB file to write")
    parser.add_argument(
        "--scale", nargs="?", const="2m", default="1", help="a number, or 2m (also when left empty)"
    )
    parser.add_argument("--seed", type=int, default=STANDARD_SEED)
    options = parser.parse_args(arguments)
    try:
        scale_of(options.scale)
    except ValueError as error:
        parser.error(str(error))
    begin = time.monotonic()

    def say(name: str, done: float) -> None:
        print(f"{done:4.0%}  {time.monotonic() - begin:6.1f} s  {name}", file=sys.stderr)

    make(options.path, scale=options.scale, seed=options.seed, on_step=say)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
