"""Time words of Chinese and English, read by an own grammar against the shop's calendar."""

from assistant.understand.time.grammar import TimeSpan, find_times
from assistant.understand.time.occasions import occasion_patterns
from assistant.understand.time.periods import Clock, Period, shifted, to_date

__all__ = ["Clock", "Period", "TimeSpan", "find_times", "occasion_patterns", "shifted", "to_date"]
