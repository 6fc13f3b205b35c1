"""What the simulated market trades in: models with their trims and prices, colours, and what a used car is worth."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Model:
    """One model line. `msrp` is the list price of the first trim in US dollars; each further trim adds `step`."""

    make: str
    name: str
    body: str
    trims: tuple[str, ...]
    msrp: int
    step: int
    maker_code: str
    vehicle_code: str

    def list_price(self, trim: str) -> int:
        return self.msrp + self.step * self.trims.index(trim)


_LINES = """
Toyota|Corolla|Sedan|LE,SE,XLE|23400|1700|JTD|BU4EE
Toyota|Camry|Sedan|LE,SE,XSE|29200|2300|4T1|B11HK
Toyota|RAV4|SUV|LE,XLE,Limited|31400|3100|2T3|P1RFV
Toyota|Highlander|SUV|LE,XLE,Limited|41200|4100|5TD|DZRFH
Toyota|Tacoma|Truck|SR5,TRD Sport|38100|3900|3TM|CZ5AN
Ford|Escape|SUV|Active,ST-Line|31200|3300|1FM|CU0F6
Ford|Explorer|SUV|Active,ST-Line,Platinum|41800|5200|1FM|SK8DH
Ford|Bronco Sport|SUV|Big Bend,Outer Banks|33400|4200|3FM|CR9B6
Ford|Maverick|Truck|XLT,Lariat|31100|4300|3FT|TW8E3
Ford|F-150|Truck|XLT,Lariat,Platinum|49800|9800|1FT|FW1E5
Honda|Civic|Sedan|LX,Sport,Touring|25800|2200|2HG|FE2F5
Honda|Accord|Sedan|SE,Sport,Touring|30200|3200|1HG|CY1F3
Honda|CR-V|SUV|LX,EX,EX-L|32100|2600|7FA|RS4H4
Honda|Pilot|SUV|Sport,EX-L|43200|4700|5FN|YG1H7
Chevrolet|Malibu|Sedan|LS,LT|27400|2100|1G1|ZD5ST
Chevrolet|Equinox|SUV|LT,RS|31400|2700|3GN|AXUEG
Chevrolet|Traverse|SUV|LS,LT|41500|4200|1GN|ERGKW
Chevrolet|Silverado 1500|Truck|Custom,LT,RST|47200|5100|3GC|UDDED
Hyundai|Elantra|Sedan|SE,SEL,Limited|23500|1900|KMH|LM4AG
Hyundai|Tucson|SUV|SE,SEL,Limited|30400|3100|5NM|JBCAE
Hyundai|Santa Fe|SUV|SE,SEL|36200|3100|5NM|S2DAJ
Nissan|Sentra|Sedan|S,SV,SR|22900|1400|3N1|AB8CV
Nissan|Altima|Sedan|S,SV|28200|1500|1N4|BL4DV
Nissan|Rogue|SUV|S,SV,SL|31100|2600|5N1|BT3BB
Nissan|Frontier|Truck|SV,PRO-X|35200|3400|1N6|ED1EK
Subaru|Crosstrek|SUV|Base,Premium,Sport|27100|1600|JF2|GUADC
Subaru|Forester|SUV|Base,Premium,Sport|31000|2500|JF2|SKAEC
Subaru|Outback|SUV|Premium,Limited|35000|4000|4S4|BTACC
Jeep|Compass|SUV|Sport,Latitude|28900|3100|3C4|NJDBN
Jeep|Wrangler|SUV|Sport,Sahara|36800|8200|1C4|HJXDG
Jeep|Grand Cherokee|SUV|Laredo,Limited|41200|5600|1C4|RJHBG
""".strip().splitlines()


def _parse(line: str) -> Model:
    make, name, body, trims, msrp, step, maker_code, vehicle_code = line.split("|")
    return Model(make, name, body, tuple(trims.split(",")), int(msrp), int(step), maker_code, vehicle_code)


MODELS = tuple(_parse(line) for line in _LINES)
BY_MAKE: dict[str, tuple[Model, ...]] = {make: tuple(m for m in MODELS if m.make == make) for make in sorted({m.make for m in MODELS})}

EXTERIOR_COLORS = ("White", "Black", "Gray", "Silver", "Blue", "Red", "Green", "BLK", "WHT", "Bronze Metallic")
EXTERIOR_WEIGHTS = (24, 20, 18, 11, 10, 8, 4, 2, 2, 1)
INTERIOR_COLORS = ("Black", "Gray", "Beige", "Brown")

MILES_A_YEAR = 12_000


def used_value(model: Model, trim: str, model_year: int, mileage: int, today_year: float) -> float:
    """What the retail market asks for a used unit, in dollars: 5 % off in the first moment, then 9.5 % a year, and 5 cents a mile
    above or below 12,000 miles a year (in dollars of a 30,000-dollar car)."""
    age = max(today_year - model_year, 0.0)
    value = model.list_price(trim) * 0.95 * 0.905**age
    return max(value - (mileage - MILES_A_YEAR * age) * 0.05 * model.msrp / 30_000, 2_500.0)
