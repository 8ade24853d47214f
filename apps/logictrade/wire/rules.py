"""What happens to one field on its way out: copied, translated or dropped (A5.2 step 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """How a field that is named in a table is written. A field that no table names is copied as it is."""

    DROPPED = "dropped"
    TEXT = "text"
    NUMBER = "number"
    PRICE = "price"  # a number with at most two decimals
    WHOLE = "whole"
    FLAG = "flag"
    DAY = "day"  # written as YYYY-MM-DD
    MOMENT = "moment"  # the same for a midnight, which is a day; else in UTC
    ONLY_CODE = "only_code"  # read as {id, code, description}, written as {code}
    ONLY_ID = "only_id"  # read as a whole record, written as {id}
    IDS = "ids"  # many records, written as [{id}]
    URLS = "urls"  # read as [{id, name, url, sequence}] or texts, written as [{url}]; without a url as received
    ATTRIBUTES = "attributes"  # written as [{code, values: [{code}]}]; without a code as received


@dataclass(frozen=True, slots=True)
class Translated:
    """Read as a text, written as a code: looked up in the code table of this name."""

    table: str


@dataclass(frozen=True, slots=True)
class CodeText:
    """Read as {id, code, description}, written as the code alone."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A second spelling of a name; what is written carries the documented one."""

    name: str


Action = Rule | Translated | CodeText | Renamed
Table = Mapping[str, Action]
Codes = Mapping[str, Mapping[str, str]]  # name of a code table -> text as read -> code to write
