"""Numbered rows, from which days are made in any dialect."""

from sqlglot import exp

from semantic_layer.compile.sql import column, literal, name

__all__ = ["later", "numbered", "numbers"]

_HUNDRED = 100


def numbers(count: int) -> tuple[list[exp.Values], exp.Expr]:
    """Tables that are crossed, and the number from 0 to `count` or somewhat above in their rows."""
    if count <= _HUNDRED:
        return [numbered(count, "days")], column("n", "days")
    hundreds = exp.Mul(this=literal(_HUNDRED), expression=column("n", "hundreds"))
    number = exp.Paren(this=exp.Add(this=hundreds, expression=column("n", "days")))
    return [numbered(_HUNDRED, "days"), numbered(-(-count // _HUNDRED), "hundreds")], number


def later(moment: exp.Expr, number: exp.Expr, unit: str) -> exp.Expr:
    """A moment so many units later."""
    one = exp.Interval(this=exp.Literal.string("1"), unit=exp.var(unit))
    return exp.Add(this=moment, expression=exp.Mul(this=number.copy(), expression=one))


def numbered(count: int, label: str) -> exp.Values:
    """The numbers from 0 up to `count`, exclusive, as the column `n`."""
    rows = [exp.Tuple(expressions=[literal(n)]) for n in range(count)]
    return exp.Values(expressions=rows, alias=exp.TableAlias(this=name(label), columns=[name("n")]))
