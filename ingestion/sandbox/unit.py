"""A unit of stock: what a DMS knows of it, and what the market and the shoppers see in it."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ingestion.sandbox.catalog import Model

if TYPE_CHECKING:
    from ingestion.sandbox.listings import Listing
    from ingestion.sandbox.market import CompSlot
    from ingestion.sandbox.store import Store

IN_STOCK = frozenset({"in_stock", "recon", "hold", "pending_sale"})
GONE = frozenset({"delivered", "wholesaled", "traded_out"})


@dataclass(eq=False)
class Unit:
    """One stock episode. `appeal` is how much better than the market it is priced in the eye of a shopper."""

    store: "Store"
    stock_number: str
    vin: str
    vehicle_class: str
    model: Model
    trim: str | None
    model_year: int
    mileage: int
    acquisition_type: str
    acquired_on: date | None
    status: str
    cost: float
    exterior_color: str = "White"
    interior_color: str = "Black"
    msrp: float | None = None
    pack: float = 0.0
    recon_cost: float = 0.0
    asking_price: float | None = None
    wholesaled_on: date | None = None
    arrived_at: int | None = None
    lot_ready_at: int | None = None
    title_status: str = "clear"
    floor_plan_status: str = "floored"
    eta_on: date | None = None
    order_number: str | None = None
    market_factor: float = 1.0
    changed_at: int = 0
    is_mistyped: bool = False
    listing: "Listing | None" = None
    comps: "list[CompSlot]" = field(default_factory=list)

    @property
    def mart_class(self) -> str:
        return "new" if self.vehicle_class == "new" else "used"

    @property
    def is_in_stock(self) -> bool:
        return self.status in IN_STOCK

    @property
    def is_for_sale(self) -> bool:
        return self.status == "in_stock" and self.asking_price is not None and not self.is_mistyped

    def row(self) -> dict[str, object]:
        """The unit as its DMS shows it, in the columns of the contract but for `updated_at`."""
        return {
            "store_id": self.store.store_id, "stock_number": self.stock_number, "vin": self.vin, "vehicle_class": self.vehicle_class,
            "model_year": self.model_year, "make": self.model.make, "model": self.model.name, "trim": self.trim,
            "body_style": self.model.body, "exterior_color": self.exterior_color, "interior_color": self.interior_color,
            "mileage": self.mileage, "acquisition_type": self.acquisition_type, "acquired_on": self.acquired_on,
            "wholesaled_on": self.wholesaled_on, "arrived_at": self.arrived_at, "lot_ready_at": self.lot_ready_at, "status": self.status,
            "asking_price": self.asking_price, "msrp": self.msrp, "cost": self.cost, "pack": self.pack, "recon_cost": self.recon_cost,
            "is_on_hold": self.status == "hold", "title_status": self.title_status, "floor_plan_status": self.floor_plan_status,
            "eta_on": self.eta_on,
        }  # fmt: skip
