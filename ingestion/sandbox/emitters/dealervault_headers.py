"""The header rows of DealerVault files, as several public clients agree on them (vendors.md §2.1). Not checked against a live feed."""


def _names(text: str) -> list[str]:
    return [" ".join(name.split()) for name in text.split(",") if name.strip()]


def _each(prefixes: str, suffixes: str) -> list[str]:
    """`A|B`, `x|y` → A x, A y, B x, B y."""
    return [f"{prefix} {suffix}" for prefix in prefixes.split("|") for suffix in suffixes.split("|")]


FIRST = ("File Type", "DV Dealer ID", "Vendor Dealer ID", "DMS Type")

_PERSON = _names(
    """Customer Number, Full Name, Salutation, First Name, Middle Name, Last Name, Suffix, Address Line 1, Address Line 2,
    City, State, Zip, County, Home Phone, Cell Phone, Work Phone, Work Extension, Email 1, Email 2, Email 3, Birth Date,
    Individual/Business Flag, Opt Out"""
)
_PERSON_END = ["Language", "Customer Create Date", "Customer Last Activity Date"]
_BUYER = [*_PERSON, "Block Email", "Block Phone", "Block Mail", *_PERSON_END]
_CO_BUYER = [
    *(f"Co-Buyer {name}" for name in _PERSON[:23]), "Co Buyer Block Email", "Co Buyer Block Phone", "Co Buyer Block Mail",
]  # fmt: skip
_VEHICLE = _names(
    """VIN, Year, Make, Model, Model Number, Mileage, Description, Exterior Color, New/Used, Stock Number, Transmission, Engine
    Configuration, Trim, Engine Number, Chassis Number, License Plate Number, Delivery Date, Delivery Mileage, Inventory
    Date, In Service Date, VIN Explosion Year, VIN Explosion Make, VIN Explosion Model, VIN Explosion Trim, VIN Explosion
    Transmission Type, VIN Explosion Fuel Type, VIN Explosion Engine Size, VIN Explosion GVW Range"""
)
_TRADES = _each("Trade 1|Trade 2", "VIN|Year|Make|Model|Odometer|Actual Cash Value|Gross|Payoff")
_PEOPLE = _each("Salesman 1|Salesman 2|Salesman 3|Closing Manager|Finance Manager|Salesman Manager", "Number|Name")
_MONEY = _names(
    """MSRP, List Price, Sales Price, Journal Price, Cost, Journal Cost, Adjustments, Adjusted Cost, Incentives, Pack Amount,
    Sale Net, Total Trade Actual Cash Value, Total Trade Gross, We Owe Front, Total Front Fees/Aftermarket Profit, Total
    Front Commission, Total Front Sales, Total Front Cost, Front Gross, Finance Profit, Total Warranty Profit, We Owe Back,
    Insurance Profit, Total Back Fees/Aftermarket Profit, Finance Reserve, Total Back Commission, Total Back Sales, Total
    Back Cost, Back Gross, Total Profit, Gross Profit, Gross Payable"""
)
_STATE = _names(
    """Deal Status, Entry Date, Booked Date, Finalized Date, Contract Date, Accounting Date, Status Change Date, First Pay
    Date, Deal Type, Sale Type"""
)
_FINANCE = _names(
    """Bank ID, Bank Name, Bank Address, Term, Amount Financed, APR, Monthly Payment, Payment Total, Rebates, Deposit, Down
    Payment, Total Net Trades, Total Down, Balloon Amount, Adjusted Balloon Amount, Holdback Amount, Total Drive Off Amount,
    License Fee, Registration Fee, Documentation Fee, Finance Charge, Total Pickup Payments, Sell Rate, Buy Rate, Residual
    Rate, Residual Amount, Allowed Miles, Estimated Miles, Mileage Rate, Acquisition Fee, Base Payment, Security Deposit,
    Total Capital Reduction, Net Capital Cost, Lease Depreciation Value, Dealer Fees, Government Fees, Total Tax,
    Registration State, Report of Sale Number"""
)
_COVERS = "Accidental Health|Credit Life|Levelized Life|Loss of Employment|Guaranteed Auto Protection"
SL = (
    "Deal Number", *_BUYER, *_CO_BUYER, *_VEHICLE, *_TRADES, *_PEOPLE, *_MONEY, *_STATE, *_FINANCE,
    *_each("Salesman 1|Salesman 2|Salesman 3", "Total Commission|Front Commission|Back Commission"),
    *_each("|".join(f"Warranty {n}" for n in range(1, 6)), "Name|Sale|Cost|Miles|Term"), "Total Fee/Aftermarket Sale",
    "Total Fee/Aftermarket Cost", *_each("|".join(f"Fee/Aftermarket {n}" for n in range(1, 21)), "Name|Sale|Cost|Profit Indicator"),
    *_each("Insurance 1|Insurance 2|Insurance 3", "Type|Name|Sale|Cost|Term"), *_each(_COVERS, "Type|Name|Sale|Cost|Term"), "Sale Comments",
    *(f"CASS_STD_{n}" for n in range(1, 22)),
)  # fmt: skip
SV = tuple(
    _names(
    """RO Number, Open Date, Close Date, Service Advisor Number, Service Advisor Name, RO Department, RO Store, Appointment
    Date, Appointment Flag, Appointment Number, Appointment Department, Accounting Make, Pickup Date, Pickup Time, Post
    Time, Promise Date, Promise Time, Payment Method, RO Status, Print Time, Salesman Name, Salesman Number, Service
    Contract Name, Service Contract Number, Tag Number, Warranty Expiration Date, Warranty Expiration Miles, Total Cost,
    Total Sale"""
)
    + [f"{who} {what} {side}" for who in ("Customer", "Warranty", "Internal")
       for what in ("Total", "Labor", "Parts", "Misc", "Gas/Oil/Grease", "Sublet") for side in ("Cost", "Sale")]
    + _names(
    """Operation Codes, Operation Code Descriptions, Tech Labor Line, Tech Number, Tech Name, Labor Cause, Labor Complaint,
    Labor Correction, Labor Comments, Operation Line Number, Operation Sale Types, Operation Line Cost, Operation Line Sale,
    VIN, Year, Make, Model, RO Mileage, Mileage Out, Stock Number, Customer Number, Full Name, First Name, Last Name, Cell
    Phone, Email 1"""
)
)  # fmt: skip
SV_APPT = tuple(_names(
    """Appointment Number, Appointment Date, Appointment Time, Appointment Create Date, RO Number, Last RO Miles, Last RO Date,
    Promise Date, Promise Time, Cause, Complaint, Comment, Operation Code, Operation Code Description, Recommended Operation
    Code, Service Advisor Number, Service Advisor Name, Sale Type, Waiting Flag, Loaner Flag, Estimate Time, Estimate
    Amount, Tag Number, VIN, Year, Make, Model, Customer Number, First Name, Last Name, Cell Phone, Email 1"""
))  # fmt: skip
INV = tuple(
    _names(
        """Location, Vehicle Status, Vehicle Type, VIN, Stock Number, Year, Make, Model, Trim, Vehicle Style, Description,
    Odometer, Cost, List Price, Internet Price, MSRP, Exterior Color, Interior Color, Fuel Type, Transmission, Inventory
    Date, Purchase Date, Sold Date"""
    )
)
PTINV = tuple(_names("Part Number, Description, Quantity On Hand, Cost, List Price, Bin Location"))
