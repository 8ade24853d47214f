"""The examples of the contract, one file per family, by name of operation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from apps.logictrade import codec

FOLDER = Path(__file__).parent / "examples"


@dataclass(frozen=True)
class Example:
    """One call and its answer; `answer` None is an empty text/plain body."""

    name: str
    status: int
    answer: Any
    path: dict[str, int] | None = None
    query: dict[str, Any] | None = None
    body: Any = None

    @property
    def arguments(self) -> dict[str, Any]:
        given = {"path": self.path, "query": self.query, "body": self.body}
        return {name: value for name, value in given.items() if value is not None}


EXAMPLES = {
    name: Example(name, **fields)
    for file in sorted(FOLDER.glob("*.json"))
    for name, fields in codec.loads(file.read_bytes()).items()
}
