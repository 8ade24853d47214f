"""What the trader sells: the group tree and, per group, how articles are named, priced and measured."""

from dataclasses import dataclass

MODELS = (
    "Fjord", "Loft", "Noor", "Vesper", "Toscane", "Helder", "Marlow", "Duin", "Saga", "Kopenhagen", "Odense", "Veere",
    "Bruut", "Linea", "Alma", "Hugo", "Nova", "Terra", "Sylt", "Ameland",
)  # fmt: skip
FABRICS = ("bouclé", "velours", "leder", "microvezel", "geweven stof", "kunstleer", "linnen", "ribstof")
COLOURS = ("zand", "antraciet", "mosgroen", "cognac", "naturel", "zwart", "wit", "taupe", "petrol", "terra", "roest")
WOODS = ("eiken naturel", "eiken gerookt", "noten", "mango", "teak", "grenen wit", "essen", "beuken")
FLOORS = ("naturel", "gerookt", "white wash", "onbehandeld", "geborsteld mat", "extra grijs", "zwart geolied")
SIZES = ("80 × 80", "120 × 70", "160 × 90", "180 × 95", "200 × 100", "220 × 100", "240 × 110")
BED_SIZES = ("90 × 200", "140 × 200", "160 × 200", "180 × 200", "180 × 210")
PLINTHS = ("55 × 12", "70 × 15", "90 × 15", "120 × 15", "150 × 18")
PAINTS = ("wit", "wit voorgelakt", "zwart", "RAL 9010")
RUGS = ("120 × 170", "160 × 230", "200 × 290", "ø 200", "240 × 340")


@dataclass(frozen=True, slots=True)
class Family:
    """One leaf group. `pattern` is filled with the words; prices are in whole euros, incl. VAT."""

    group: str
    code: str
    pattern: str
    words: tuple[tuple[str, ...], ...]
    low: int
    high: int
    unit: str = "stuks"
    vat: str = "2"
    sales_group: tuple[str, str] = ("8010", "Meubelen")
    stocked: bool = True
    weight: int = 10


_SEATING = ("8010", "Meubelen")
_FLOORING = ("8020", "Vloeren")
_LIGHT = ("8030", "Verlichting en accessoires")
_SERVICE = ("8090", "Diensten")

# Root group -> (its code, its families).
TREE: dict[str, tuple[str, tuple[Family, ...]]] = {
    "Stoelen": ("STL", (
        Family("Eetkamerstoelen", "STL-EET", "Eetkamerstoel {} {} {}", (MODELS, FABRICS, COLOURS), 89, 349, weight=22),
        Family("Barkrukken", "STL-BAR", "Barkruk {} {} {}", (MODELS, FABRICS, COLOURS), 79, 289),
        Family("Fauteuils", "STL-FAU", "Fauteuil {} {} {}", (MODELS, FABRICS, COLOURS), 249, 1290, weight=12),
    )),
    "Banken": ("BNK", (
        Family("Hoekbanken", "BNK-HOE", "Hoekbank {} {} {}", (MODELS, FABRICS, COLOURS), 990, 3990, weight=9),
        Family("Zitbanken", "BNK-ZIT", "2,5-zitsbank {} {} {}", (MODELS, FABRICS, COLOURS), 690, 2490, weight=9),
    )),
    "Tafels": ("TAF", (
        Family("Eettafels", "TAF-EET", "Eettafel {} {} {} cm", (MODELS, WOODS, SIZES), 399, 2190, weight=14),
        Family("Salontafels", "TAF-SAL", "Salontafel {} {} {} cm", (MODELS, WOODS, SIZES), 149, 899),
    )),
    "Kasten": ("KST", (
        Family("Dressoirs", "KST-DRE", "Dressoir {} {}", (MODELS, WOODS), 449, 1890, weight=6),
        Family("Tv-meubels", "KST-TVM", "Tv-meubel {} {}", (MODELS, WOODS), 249, 1190, weight=6),
    )),
    "Slapen": ("SLP", (
        Family("Boxsprings", "SLP-BOX", "Boxspring {} {} {} cm", (MODELS, COLOURS, BED_SIZES), 890, 3990, weight=7),
        Family("Matrassen", "SLP-MAT", "Matras {} pocketvering {} cm", (MODELS, BED_SIZES), 199, 1290, weight=5),
    )),
    "Vloeren": ("VLR", (
        Family("Visgraat", "VLR-VIS", "Eiken visgraat {} mm {}", (("10", "14", "15", "20"), FLOORS), 39, 119, "m2",
               sales_group=_FLOORING, weight=4),
        Family("Pvc", "VLR-PVC", "Pvc-klikvloer {} {}", (MODELS, FLOORS), 24, 69, "m2", sales_group=_FLOORING,
               weight=8),
        Family("Laminaat", "VLR-LAM", "Laminaat {} 8 mm {}", (MODELS, FLOORS), 12, 39, "m2", sales_group=_FLOORING,
               weight=8),
        Family("Tapijt", "VLR-TAP", "Tapijt {} {} 400 cm breed", (MODELS, COLOURS), 19, 89, "m2", sales_group=_FLOORING,
               weight=6),
        Family("Vloerkleden", "VLR-KLE", "Vloerkleed {} {} {} cm", (MODELS, COLOURS, RUGS), 99, 1290,
               sales_group=_FLOORING, weight=9),
    )),
    "Plinten": ("PLI", (
        Family("Mdf-plinten", "PLI-MDF", "MDF-plint {} {}", (PLINTHS, PAINTS), 4, 19, "m1", sales_group=_FLOORING,
               weight=3),
        Family("Eiken plinten", "PLI-EIK", "Eiken plint {} {}", (PLINTHS, FLOORS), 11, 39, "m1", sales_group=_FLOORING,
               weight=3),
    )),
    "Verlichting": ("VER", (
        Family("Hanglampen", "VER-HAN", "Hanglamp {} {}", (MODELS, COLOURS), 59, 590, sales_group=_LIGHT, weight=8),
        Family("Vloerlampen", "VER-VLO", "Vloerlamp {} {}", (MODELS, COLOURS), 79, 490, sales_group=_LIGHT, weight=5),
    )),
    "Accessoires": ("ACC", (
        Family("Kussens", "ACC-KUS", "Sierkussen {} {} {} 45 × 45 cm", (MODELS, FABRICS, COLOURS), 15, 59,
               sales_group=_LIGHT, weight=12),
        Family("Boeken", "ACC-BOE", "Interieurboek {}", (MODELS,), 25, 65, vat="1", sales_group=_LIGHT, weight=1),
    )),
    "Diensten": ("DNS", (
        Family("Montage", "DNS-MON", "Montage {} per uur", (("meubelen", "vloer leggen", "plinten zetten"),), 45, 75,
               "uur", sales_group=_SERVICE, stocked=False, weight=1),
        Family("Bonnen", "DNS-BON", "Cadeaubon € {}", (("25", "50", "100", "250"),), 25, 250, vat="0",
               sales_group=_SERVICE, stocked=False, weight=1),
    )),
}  # fmt: skip
FAMILIES = tuple(family for _, families in TREE.values() for family in families)
