"""The stores of the simulated group, in the order in which the sizes take them, and the sizes themselves."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """What is fixed about a store. Rates are per open day; `quickness` multiplies its response times (1 = the usual)."""

    store_id: str
    name: str
    timezone: str
    dma: str
    brands: tuple[str, ...]
    org_type: str
    leads_a_day: float
    new_sales_a_day: float
    used_sales_a_day: float
    new_supply_days: int
    used_supply_days: int
    quickness: float
    area_codes: tuple[str, ...]
    postal_prefix: str
    is_open_sunday: bool
    has_snapshot_feed: bool = False

    @property
    def is_franchise(self) -> bool:
        return self.org_type == "franchise"


PLACES = (
    Place("S01", "Harbor Toyota", "America/New_York", "Boston-Manchester", ("Toyota",), "franchise", 9.5, 1.25, 1.05, 58, 44, 1.0,
          ("617", "508", "781"), "021", True),
    Place("S02", "Prairie Ford", "America/Chicago", "Des Moines-Ames", ("Ford",), "franchise", 7.5, 0.85, 0.9, 72, 48, 1.8,
          ("515", "641"), "503", False),
    Place("S03", "Pacific Auto Outlet", "America/Los_Angeles", "Fresno-Visalia", (), "independent", 6.5, 0.0, 0.95, 0, 52, 2.6,
          ("559", "661"), "937", True, has_snapshot_feed=True),
    Place("S04", "Summit Honda", "America/Denver", "Denver", ("Honda",), "franchise", 9.0, 1.15, 1.0, 50, 42, 0.7,
          ("303", "720"), "802", False),
    Place("S05", "Desert Chevrolet", "America/Phoenix", "Phoenix-Prescott", ("Chevrolet",), "franchise", 8.0, 0.95, 0.95, 78, 50, 1.4,
          ("602", "480"), "850", True),
    Place("S06", "Lakeshore Hyundai", "America/Detroit", "Detroit", ("Hyundai",), "franchise", 8.0, 1.0, 0.9, 62, 46, 1.2,
          ("313", "248"), "482", False),
    Place("S07", "Gulf Nissan", "America/Chicago", "Houston", ("Nissan",), "franchise", 8.5, 1.0, 1.0, 84, 50, 2.0,
          ("713", "281"), "770", True),
    Place("S08", "Blue Ridge Subaru", "America/New_York", "Roanoke-Lynchburg", ("Subaru",), "franchise", 6.5, 0.8, 0.7, 45, 40, 0.9,
          ("540", "434"), "240", False),
    Place("S09", "Cascade Jeep", "America/Los_Angeles", "Portland-Vancouver", ("Jeep",), "franchise", 7.0, 0.8, 0.8, 88, 52, 1.6,
          ("503", "971"), "972", True),
    Place("S10", "Bayou Auto Mart", "America/Chicago", "New Orleans", (), "independent", 5.5, 0.0, 0.85, 0, 50, 2.8,
          ("504", "985"), "701", False),
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much world to simulate. `sessions_a_day` is web sessions per store and open day."""

    stores: int
    days: int
    sessions_a_day: float


# tiny is for tests.
SIZES = {"tiny": Size(3, 48, 8.0), "small": Size(3, 120, 52.0), "medium": Size(5, 730, 22.0), "large": Size(10, 1095, 12.0)}

GROUP_ID = "G01"
GROUP_NAME = "Rooftop Demo Group"


def dealer_codes(place: Place) -> dict[str, str]:
    """The store's own ids in the systems of the vendors, made from its number."""
    n = int(place.store_id[1:])
    return {
        "adf": f"RDG{n:03d}",
        "dealervault": f"DVD{24000 + n}",
        "elead": f"00000000-0000-4000-8000-{n:012d}",
        "vinsolutions": f"{9000 + n}",
        "homenet": f"HN{31000 + n}",
        "vauto": f"MP{7000 + n}",
        "google_ads": f"{5550100000 + n}",
        "meta": f"act_{77000100 + n}",
        "microsoft_ads": f"{1410000 + n}",
        "callrail": f"COM{n:032d}",
        "marchex": f"CA{n:06d}",
        "ga4": f"{310000000 + n}",
        "opentrack": f"E{n:03d}",
        "tekion": f"techmotors_{n:03d}",
    }
