"""Percentiles, and the lines of text that a benchmark prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile: the smallest value that ``share`` (0 to 1) of all values do not exceed."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)]


@dataclass(frozen=True)
class Goal:
    """A figure, most often a ratio, with its aim and its must; ``at_most`` False means that more is better."""

    name: str
    value: float
    aim: float
    must: float
    at_most: bool = False
    unit: str = "x"

    @property
    def verdict(self) -> str:
        """``met``, ``must met`` (the aim is missed), or ``MISSED``."""
        if self._holds(self.aim):
            return "met"
        return "must met, aim missed" if self._holds(self.must) else "MISSED"

    def line(self) -> str:
        side = "at most" if self.at_most else "at least"
        told = f"aim {side} {self.aim:g}{self.unit}, must {self.must:g}{self.unit}: {self.verdict}"
        return f"  {self.name:<56}{self.value:8.2f}{self.unit}   {told}"

    def _holds(self, limit: float) -> bool:
        return self.value <= limit if self.at_most else self.value >= limit


def machine_load() -> str:
    """Load and processors, because a ratio from a busy machine is worth less."""
    with open("/proc/loadavg", encoding="ascii") as file:
        load = file.read().split()[0]
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        cores = sum(line.startswith("processor") for line in file)
    return f"{cores} cores, load {load}"
