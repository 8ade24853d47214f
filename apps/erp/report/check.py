"""`erp check`: ask a key for one page of every reading operation and say what differs from the contract."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from apps.erp.report.guesses import GUESSES, Guess
from apps.erp.report.reads import READS, Asked, Survey, ask
from apps.erp.report.verdicts import Verdict, unknown
from apps.logictrade.errors import LogicTradeError


@dataclass
class Report:
    """All that was found; ``stopped`` when the key or the line failed before everything was asked."""

    survey: Survey = field(default_factory=Survey)
    verdicts: list[tuple[Guess, Verdict]] = field(default_factory=list)
    stopped: str = ""

    @property
    def failed(self) -> bool:
        return bool(self.stopped) or any(asked.failed for asked in self.survey.asked.values())


def check(report: Report) -> Iterator[Asked]:
    """Ask everything, one operation after the other; ``report`` is complete when the iterator is. Never writes."""
    try:
        for read in READS:
            yield ask(read, report.survey)
    except LogicTradeError as error:
        report.stopped = str(error)
        return
    report.verdicts = [(guess, _judge(guess, report.survey)) for guess in GUESSES]


def _judge(guess: Guess, survey: Survey) -> Verdict:
    try:
        return guess.judge(survey)
    except LogicTradeError as error:
        return unknown(f"could not be asked: {error}")
