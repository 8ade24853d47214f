"""What a run has met, so that its strength can be read from figures."""

from collections import Counter
from dataclasses import dataclass, field

from tests.erp.outbox.machine.spec import Arrow


@dataclass
class Tally:
    examples: int = 0
    steps: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    pauses: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    arrows: Counter[Arrow] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    writes: int = 0
    sends: int = 0
    look_ups: int = 0
    excused: int = 0
    doubled: int = 0

    def lines(self) -> list[str]:
        def listed(counter: Counter[str]) -> str:
            return ", ".join(f"{name} {times}" for name, times in sorted(counter.items())) or "none"

        arrows = Counter({f"{source} > {target}": times for (source, target), times in self.arrows.items()})
        return [
            f"examples {self.examples}, steps {self.steps}, writes {self.writes}, sends {self.sends},"
            f" look-ups {self.look_ups}",
            f"rules: {listed(self.rules)}",
            f"faults played: {listed(self.faults)}",
            f"pauses: {listed(self.pauses)}",
            f"kills: {listed(self.kills)}",
            f"arrows: {listed(arrows)}",
            f"asked: {listed(self.asked)}",
            f"beyond the promise: {self.excused}, of which doubled and noticed: {self.doubled}",
        ]
