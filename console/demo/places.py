"""Where the book's customers are, and what people and companies are called there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A country and one of its time zones, with names to draw from."""

    country: str
    timezone: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    firms: tuple[str, ...]
    ending: str = ""


TRADES = (
    "Analytics",
    "Architects",
    "Bakery",
    "Brewing",
    "Ceramics",
    "Clinics",
    "Cycles",
    "Dental",
    "Energy",
    "Events",
    "Freight",
    "Gardens",
    "Interiors",
    "Labs",
    "Legal",
    "Logistics",
    "Media",
    "Optics",
    "Outdoor",
    "Press",
    "Robotics",
    "Roofing",
    "Studio",
    "Surveying",
    "Textiles",
    "Timber",
    "Travel",
    "Veterinary",
)

INDUSTRIES = ("construction", "consulting", "education", "healthcare", "manufacturing", "media", "retail", "software")

_US_GIVEN = (
    "Amara",
    "Ben",
    "Carla",
    "Dwayne",
    "Elena",
    "Frank",
    "Grace",
    "Hannah",
    "Isaac",
    "Jada",
    "Kevin",
    "Latoya",
    "Marcus",
    "Nora",
)
_US_FAMILY = (
    "Adams",
    "Brooks",
    "Carter",
    "Delgado",
    "Ellis",
    "Foster",
    "Grant",
    "Hughes",
    "Jackson",
    "Kim",
    "Lopez",
    "Nguyen",
    "Price",
)

PLACES = (
    Place("US", "America/New_York", _US_GIVEN, _US_FAMILY, ("Harbor", "Maplewood", "Hudson", "Liberty", "Old Mill")),
    Place("US", "America/Chicago", _US_GIVEN, _US_FAMILY, ("Lakeshore", "Prairie", "Windmill", "Red Barn", "Oakline")),
    Place("US", "America/Los_Angeles", _US_GIVEN, _US_FAMILY, ("Redwood", "Pacific", "Juniper", "Cascade", "Sunset")),
    Place(
        "BR",
        "America/Sao_Paulo",
        ("Ana", "Beatriz", "Caio", "Davi", "Helena", "João", "Larissa", "Rafael", "Thiago"),
        ("Almeida", "Barbosa", "Cardoso", "Ferreira", "Gonçalves", "Oliveira", "Ribeiro", "Souza"),
        ("Ipê", "Jacarandá", "Mantiqueira", "Guará", "Aurora"),
        "Ltda.",
    ),
    Place(
        "MX",
        "America/Mexico_City",
        ("Alejandra", "Diego", "Fernanda", "Iván", "José", "Lucía", "Ximena"),
        ("Castañeda", "García", "Hernández", "Ibarra", "Núñez", "Ramírez", "Zúñiga"),
        ("Nopal", "Tepeyac", "Quetzal", "Cantera"),
        "S.A.",
    ),
    Place(
        "CA",
        "America/St_Johns",
        ("Aoife", "Brendan", "Fiona", "Gordon", "Maeve", "Patrick"),
        ("Barrett", "Doyle", "Hynes", "Murphy", "Penney", "Squires"),
        ("Signal Hill", "Cod Cove", "Puffin", "Labrador"),
        "Inc.",
    ),
    Place(
        "GB",
        "Europe/London",
        ("Aisha", "Callum", "Eleanor", "Gareth", "Imogen", "Oliver", "Priya", "Rhys", "Siobhán"),
        ("Ashworth", "Begum", "Campbell", "Davies", "Fletcher", "Khan", "O'Neill", "Pritchard", "Whitfield"),
        ("Thornbury", "Pennine", "Kestrel", "Albion", "Foxglove"),
        "Ltd",
    ),
    Place(
        "DE",
        "Europe/Berlin",
        ("Anke", "Björn", "Emre", "Friederike", "Jörg", "Katja", "Lukas", "Mira", "Sören"),
        ("Becker", "Groß", "Hoffmann", "Jäger", "Köhler", "Özdemir", "Schröder", "Vogt", "Weiß"),
        ("Nordlicht", "Spreewald", "Eichenhof", "Alster", "Isar"),
        "GmbH",
    ),
    Place(
        "FR",
        "Europe/Paris",
        ("Amélie", "Benoît", "Camille", "Étienne", "Inès", "Jean-Luc", "Mathilde", "Yanis"),
        ("Bonnet", "Chevalier", "Dubois", "Lefèvre", "Moreau", "N'Diaye", "Rousseau"),
        ("Lumière", "Garrigue", "Belleville", "Mistral", "Verdon"),
        "SARL",
    ),
    Place(
        "PL",
        "Europe/Warsaw",
        ("Agnieszka", "Bartosz", "Kasia", "Łukasz", "Małgorzata", "Paweł", "Zofia"),
        ("Dąbrowska", "Kowalczyk", "Lewandowski", "Nowak", "Wiśniewski", "Zieliński"),
        ("Bursztyn", "Wisła", "Tatry", "Sokół"),
        "Sp. z o.o.",
    ),
    Place(
        "NG",
        "Africa/Lagos",
        ("Adaeze", "Babatunde", "Chinedu", "Folake", "Ngozi", "Tunde", "Yetunde"),
        ("Adeyemi", "Balogun", "Eze", "Ibrahim", "Nwosu", "Okafor", "Olawale"),
        ("Baobab", "Lekki", "Iroko", "Savannah"),
        "Ltd",
    ),
    Place(
        "IN",
        "Asia/Kolkata",
        ("Aarav", "Deepika", "Farhan", "Ishita", "Kavya", "Rohan", "Sanjay", "Vidya"),
        ("Banerjee", "Chandran", "Iyer", "Joshi", "Kapoor", "Menon", "Patel", "Reddy"),
        ("Banyan", "Monsoon", "Deccan", "Peacock", "Saffron"),
        "Pvt. Ltd.",
    ),
    Place(
        "JP",
        "Asia/Tokyo",
        ("Aiko", "Daichi", "Haruka", "Kenji", "Misaki", "Ren", "Yuki"),
        ("Fujimoto", "Hayashi", "Ishikawa", "Kobayashi", "Nakamura", "Sato", "Yamada"),
        ("Sakura", "Hinode", "Kawara", "Momiji"),
        "K.K.",
    ),
    Place(
        "AU",
        "Australia/Adelaide",
        ("Bindi", "Cooper", "Georgia", "Jack", "Mia", "Tahlia", "Xavier"),
        ("Barker", "Donnelly", "Hartley", "Mitchell", "Nguyen", "Papadopoulos"),
        ("Barossa", "Torrens", "Gumtree", "Coorong"),
        "Pty Ltd",
    ),
)
