"""How long a paper takes to draw: one page and 120 lines, the first of a process and each later one.

    python -m bench.pdf [--rounds N]

Without a database: the values are invented, the letterhead has a logo, the texts are the usual ones.
"""

import argparse
import struct
import subprocess
import sys
import time
import zlib
from datetime import date
from decimal import Decimal

from bench import scratch
from bench.stats import Goal, machine_load, percentile

# A page must be there within a second (features, task 5); most of that belongs to the network and the eye.
MUST_SECONDS = 1.0
AIM_SECONDS = 0.25
SIZES = {"one page": 1, "120 lines": 120}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    scratch.product_settings(scratch.FOLDER / "pdf", "http://127.0.0.1:9")
    if options.first:
        print(_draw(options.first)[0])
        return 0
    print(f"PDF, {options.rounds} of each ({machine_load()})")
    for name, count in SIZES.items():
        first = float(_alone(count))
        found = [_draw(count) for _ in range(options.rounds)]
        seconds = [one for one, _size in found]
        print(f"  {name}: {found[0][1] / 1000:.0f} kB, p50 {percentile(seconds, 0.5) * 1000:.0f} ms")
        print(Goal(f"{name}, p95", percentile(seconds, 0.95), AIM_SECONDS, MUST_SECONDS, True, " s").line())
        print(Goal(f"{name}, the first of a process", first, AIM_SECONDS, MUST_SECONDS, True, " s").line())
    return 0


def _alone(count: int) -> str:
    """In a process of its own, which has drawn nothing yet and read no font."""
    command = [sys.executable, "-m", "bench.pdf", "--first", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=scratch.ROOT)
    return done.stdout.split()[-1]


def _draw(count: int) -> tuple[float, int]:
    """Seconds and bytes. Each paper has another number, or typst would remember the last one."""
    from apps.documents.paper.content import Line, Paper
    from apps.documents.paper.house import House, Logo, Wording
    from apps.documents.paper.render import pdf
    from apps.documents.totals import line_total, totals_of_amounts

    price = Decimal("129.50")
    lines = [
        Line(
            code=f"LT{n:08}",
            description=f"Eettafel massief eiken, onderstel zwart metaal, {200 + n} x 100 cm",
            comment="Kleur: naturel" if n % 4 == 0 else "",
            quantity=Decimal(n % 5 + 1),
            unit="st",
            part_price=price,
            discount=Decimal(10) if n % 3 == 0 else Decimal(0),
            amount=line_total(Decimal(n % 5 + 1), price),
            vat_percent=Decimal(21),
        )
        for n in range(count)
    ]
    paper = Paper(
        kind="quote",
        number=f"O26-{time.perf_counter_ns()}",
        date=date(2026, 11, 27),
        party_name="Hotel De Zeeuwse Kust B.V.",
        address=("Boulevard Bankert 112", "4382 AD  Vlissingen"),
        lines=lines,
        totals=totals_of_amounts(
            [(line.amount or Decimal(0), line.vat_percent) for line in lines], prices_include_vat=True
        ),
    )
    house = House(company="Meubelhuis Walcheren B.V.", logo=Logo("png", _picture(300, 100)))
    wording = Wording(intro="Graag bieden wij u het volgende aan.", closing="Met vriendelijke groet")
    began = time.perf_counter()
    content = pdf(paper, house, wording)
    return time.perf_counter() - began, len(content)


def _picture(width: int, height: int) -> bytes:
    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + bytes((x * y) % 256 for x in range(width) for _ in range(3)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


if __name__ == "__main__":
    sys.exit(main())
