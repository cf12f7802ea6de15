"""Question sets with known answers, and the scorer that every change has to pass."""

__all__: list[str] = []
