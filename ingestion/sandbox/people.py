"""Shoppers and staff that belong to nobody: e-mails at example.com and phone numbers in 555-0100 … 555-0199."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingestion.sandbox.chance import Chance

_FIRST_NAMES = """
Ada Alma Amir Ana Asher Bea Ben Bianca Caleb Carmen Chidi Clara Dana Darius Diego Elena Eli Emma Esme Ezra Farah Felix
Fiona Gabe Grace Hana Hugo Ida Imani Ines Isaac Ivy Jada Jonas Juan June Kai Kira Lars Leah Leo Lila Lucia Luis Mae Maya
Mei Milo Mina Nadia Nia Nico Nora Omar Opal Oscar Paula Petra Priya Quinn Rafael Reza Rosa Ruth Sam Sana Sofia Tara Theo
Tomas Uma Vera Victor Wanda Wes Yara Yusuf Zoe
"""
_LAST_NAMES = """
Abbott Acosta Adler Ahmed Alvarez Archer Baker Banks Barros Becker Bishop Bloom Boyd Burke Cano Carver Castro Chan
Chavez Cole Cruz Dalton Diaz Doyle Duran Ellis Endo Estes Farrow Fisher Flores Ford Fox Frost Fuentes Gaines Garza Grant
Green Hahn Harper Hayes Hill Holt Huang Ibarra Ito Jain James Jensen Kaur Keller Kim Knox Kumar Lane Lara Lee Lin Lopez
Lund Mann Marsh Mehta Meyer Mills Mora Moss Nash Nguyen Nolan Novak Ochoa Okafor Olsen Ortiz Owens Page Park Patel Perez
Pham Pierce Quintero Ramos Reed Reyes Rice Rios Rowe Ruiz Sato Shah Silva Singh Soto Stone Suarez Tan Tate Torres Tran
Vance Vega Wade Walsh Wang Ward Webb Weiss Wolf Wong Wood Yang Young Zhao
"""
FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())


@dataclass
class Shopper:
    """One person (or household: `spouse_*` share the phone). `customer_ids` holds the CRM's id per store."""

    number: int
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    postal_code: str
    spouse_first_name: str | None = None
    spouse_email: str | None = None
    customer_ids: dict[str, str] = field(default_factory=dict)
    last_inquiry_at: dict[str, int] = field(default_factory=dict)
    is_opted_out_of_sms: bool = False


class Crowd:
    """Makes shoppers, each with an e-mail and a phone of their own. Phones run out after 71,000; who comes later has an e-mail only."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self.shoppers: list[Shopper] = []
        self._phones: dict[str, list[str]] = {}
        area_codes = [f"{a}{b}{c}" for a in range(2, 10) for b in range(9) for c in range(10) if (b, c) != (1, 1)]
        self._spare = [f"{area}55501{n:02d}" for area in area_codes for n in range(100)]
        chance.shuffle(self._spare)

    def reserve(self, area_codes: Sequence[str], count: int) -> list[str]:
        """Numbers that no shopper gets (a store's own and its tracking numbers)."""
        wanted = [p for p in self._spare if p[:3] in area_codes][:count]
        taken = set(wanted)
        self._spare = [p for p in self._spare if p not in taken]
        return wanted

    def newcomer(self, postal_prefix: str) -> Shopper:
        c, n = self._chance, len(self.shoppers) + 1
        first, last = c.choice(FIRST_NAMES), c.choice(LAST_NAMES)
        how = c.random()
        phone = self._spare.pop() if self._spare and how < 0.88 else None
        email = f"{first}.{last}.{n}@example.com".lower() if phone is None or how > 0.12 else None
        shopper = Shopper(n, first, last, email, phone, f"{postal_prefix}{c.randrange(1, 100):02d}")
        if phone and c.hit(0.03):
            shopper.spouse_first_name = c.choice(FIRST_NAMES)
            shopper.spouse_email = f"{shopper.spouse_first_name}.{last}.{n}.home@example.com".lower()
        self.shoppers.append(shopper)
        return shopper


def written_phone(chance: Chance, phone: str | None) -> str | None:
    """A ten-digit number as people type it: the same number in one of four spellings."""
    if phone is None:
        return None
    a, b, c = phone[:3], phone[3:6], phone[6:]
    return chance.choice((f"({a}) {b}-{c}", f"{a}-{b}-{c}", phone, f"+1{phone}"))
