"""Common given names, surnames and words of the trade, combined at random into people and companies."""

GIVEN = (
    ("Sanne", "female"), ("Lotte", "female"), ("Femke", "female"), ("Anouk", "female"), ("Marijke", "female"),
    ("Fatima", "female"), ("Ingrid", "female"), ("Zoë", "female"), ("Renée", "female"), ("Chantal", "female"),
    ("Hanneke", "female"), ("Willemijn", "female"), ("Yasmine", "female"), ("Noor", "female"), ("Tineke", "female"),
    ("Daan", "male"), ("Sem", "male"), ("Joris", "male"), ("Pieter", "male"), ("Mohammed", "male"),
    ("Björn", "male"), ("Ruben", "male"), ("Kees", "male"), ("Wouter", "male"), ("René", "male"),
    ("Thijs", "male"), ("Emre", "male"), ("Gerrit", "male"), ("Jelle", "male"), ("Bram", "male"),
)  # fmt: skip
SURNAMES = (
    ("", "Jansen"), ("de", "Vries"), ("van den", "Berg"), ("", "Bakker"), ("van", "Dijk"), ("", "Visser"),
    ("", "Smit"), ("", "Meijer"), ("de", "Boer"), ("", "Mulder"), ("de", "Groot"), ("", "Bos"), ("", "Vos"),
    ("", "Peters"), ("", "Hendriks"), ("van", "Leeuwen"), ("", "Dekker"), ("", "Brouwer"), ("de", "Wit"),
    ("", "Dijkstra"), ("", "Smits"), ("de", "Graaf"), ("van der", "Meer"), ("van der", "Linden"), ("", "Kok"),
    ("", "Jacobs"), ("de", "Haan"), ("", "Vermeulen"), ("van den", "Heuvel"), ("van der", "Veen"), ("", "Müller"),
    ("van den", "Broek"), ("de", "Bruijn"), ("", "Schouten"), ("van", "Beek"), ("", "Willems"), ("van", "Vliet"),
    ("", "Hoekstra"), ("", "Maas"), ("", "Verhoeven"), ("", "Koster"), ("", "Prins"), ("", "Yılmaz"), ("", "Ümit"),
    ("", "El Amrani"), ("", "Kowalski"), ("ter", "Horst"), ("'t", "Hart"), ("", "Nagtegaal"), ("op den", "Kamp"),
)  # fmt: skip
TRADES = (
    "Projectinrichting", "Interieurbouw", "Vloeren", "Wonen", "Hotel", "Restaurant", "Makelaardij", "Kantoorinrichting",
    "Bouwbedrijf", "Zorggroep", "Architecten", "Notariaat", "Kinderopvang", "Stoffering", "Keukens", "Vastgoed",
)  # fmt: skip
LEGAL_FORMS = ("B.V.", "B.V.", "V.O.F.", "Holding B.V.", "& Zn.", "Groep")
MAKERS = (
    "Meubelfabriek", "Houtindustrie", "Stoelenmakerij", "Tapijtweverij", "Lichthuis", "Vloerenimport", "Slaapcomfort",
    "Plintenfabriek", "Meubelagentuur", "Interieurgroothandel",
)  # fmt: skip
MAKER_PLACES = ("De Esdoorn", "Noorderlicht", "Het Gouden Eind", "Oosterhof", "De Kempen", "Zuiderzee", "Veluwezoom",
                "De Merwede", "Twenthe", "Het Hogeland")  # fmt: skip
MAIL_HOSTS = ("example.nl", "example.com", "example.org")
STREETS = (
    "Dorpsstraat", "Kerkstraat", "Molenweg", "Stationsweg", "Julianalaan", "Beatrixstraat", "Nieuwstraat", "Lindelaan",
    "Burgemeester Verbeeklaan", "Industrieweg", "Haven", "Achterom", "'s-Gravenweg", "Prins Bernhardplein", "Singel",
    "Europalaan", "Eikenlaan", "Zandpad", "Oude Rijksweg", "Laan van Nieuw Zuid",
)  # fmt: skip
PLACES = (
    ("Amsterdam", 1012, "020"), ("Utrecht", 3511, "030"), ("Rotterdam", 3011, "010"), ("Den Haag", 2511, "070"),
    ("'s-Hertogenbosch", 5211, "073"), ("Eindhoven", 5611, "040"), ("Groningen", 9711, "050"), ("Zwolle", 8011, "038"),
    ("Staphorst", 7951, "0522"), ("Meppel", 7941, "0522"), ("Arnhem", 6811, "026"), ("Enschede", 7511, "053"),
    ("Breda", 4811, "076"), ("Haarlem", 2011, "023"), ("Leeuwarden", 8911, "058"), ("Middelburg", 4331, "0118"),
    ("Súdwest-Fryslân", 8601, "0515"), ("Bergen op Zoom", 4611, "0164"), ("Maastricht", 6211, "043"),
    ("Hoogeveen", 7901, "0528"), ("'t Harde", 8084, "0525"), ("IJsselstein", 3401, "030"),
)  # fmt: skip
