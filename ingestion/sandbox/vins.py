"""Vehicle identification numbers that pass the North American check digit (49 CFR 565.15)."""

_LETTER_VALUES = {c: v for v, group in enumerate(["", "AJ", "BKS", "CLT", "DMU", "ENV", "FW", "GPX", "HY", "RZ"]) for c in group}
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
# The model year's letter or digit in position 10; the cycle is 30 years long, I O Q U Z 0 are never used there.
_YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"


def check_digit(vin: str) -> str:
    """The check digit (position 9) that belongs to a 17-character VIN, whatever stands there now."""
    total = sum((int(c) if c.isdigit() else _LETTER_VALUES[c]) * w for c, w in zip(vin, _WEIGHTS, strict=True))
    return "X" if total % 11 == 10 else str(total % 11)


def is_valid(vin: str) -> bool:
    """Whether a VIN has 17 allowed characters and the right check digit."""
    return len(vin) == 17 and all(c.isdigit() or c in _LETTER_VALUES for c in vin) and vin[8] == check_digit(vin)


def make_vin(maker: str, model_code: str, model_year: int, serial: int) -> str:
    """A VIN from a three-character maker code, a five-character model code, a model year and a serial number below 1,000,000."""
    year = _YEAR_CODES[(model_year - 1980) % 30]
    vin = f"{maker}{model_code}0{year}R{serial % 1_000_000:06d}"
    return vin[:8] + check_digit(vin) + vin[9:]
