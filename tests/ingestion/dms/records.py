"""Hand-made files of each DMS, in the shape that public clients show (synthetic, none recorded from a live dealer), for what no simulated
world does: codes, corrections, late files, several trade-ins. File below landing → its text.
"""

from __future__ import annotations

VIN, TRADE_VIN = "1HGCM82633A004352", "1M8GDM9AXKP042788"
STORES = """store_id,store_name,timezone,dealer_codes
DV,DealerVault Store,America/Chicago,dealervault:DVD1
DT,Dealertrack Store,America/Chicago,dealervault:DVD2
OT,OpenTrack Store,America/New_York,opentrack:ZE_ZE7
CK,CDK Store,America/New_York,cdk:3PA0001
RR,Reynolds Store,America/New_York,reynolds:01_01_000000000000001
TK,Tekion Store,America/New_York,tekion:techmotors_9
"""
# The header of an SL file, as far as a deal needs it; `Sale Comments` is one that nobody reads.
_SL = (
    "File Type", "DV Dealer ID", "Vendor Dealer ID", "DMS Type", "Deal Number", "Customer Number", "Full Name", "First Name", "Last Name",
    "Zip", "Home Phone", "Cell Phone", "Email 1", "Email 2", "Opt Out", "Block Email", "Block Phone", "VIN", "New/Used", "Stock Number",
    "Delivery Date", "Trade 1 VIN", "Trade 1 Actual Cash Value", "Trade 1 Payoff", "Salesman 1 Number", "Salesman 1 Name", "Sales Price",
    "Cost", "Adjustments", "Pack Amount", "Front Gross", "Back Gross", "Holdback Amount", "Deal Status", "Booked Date", "Finalized Date",
    "Contract Date", "Accounting Date", "Status Change Date", "Deal Type", "Sale Type", "Sale Comments",
)  # fmt: skip
_SV = (
    "File Type", "DV Dealer ID", "RO Number", "Open Date", "Closed RO Date", "Internal Total Cost", "Internal Total Sale",
    "Internal Sublet Cost", "Operation Codes", "Operation Code Descriptions", "VIN", "Stock Number",
)  # fmt: skip


def tabs(header: tuple[str, ...], *rows: dict[str, str]) -> str:
    return "\n".join("\t".join(line) for line in (header, *([row.get(c, "") for c in header] for row in rows))) + "\n"


def sale(number: str, status: str, **cells: str) -> dict[str, str]:
    """A row of an SL file; `_` in a name stands for a blank."""
    row = {
        "File Type": "SL", "DV Dealer ID": "DVD1", "DMS Type": "PBS", "Deal Number": number, "VIN": VIN, "Stock Number": f"P{number}",
        "Sales Price": "21,500.00", "Front Gross": "(1,250.50)", "Back Gross": "$980", "Contract Date": "3/4/2026", "Deal Status": status,
        "Sale Type": "Retail",
    }  # fmt: skip
    return row | {name.replace("_", " "): value for name, value in cells.items()}


def sl(*rows: dict[str, str]) -> str:
    return tabs(_SL, *rows)


def sv(*rows: dict[str, str]) -> str:
    return tabs(_SV, *({"File Type": "SV", "DV Dealer ID": "DVD1"} | row for row in rows))


def _order(number: str, stock: str, cost: str, sublet: str = "", **more: str) -> dict[str, str]:
    row = {
        "RO Number": number, "Open Date": "3/2/2026", "Closed RO Date": "3/5/2026", "Internal Total Cost": cost,
        "Internal Total Sale": cost, "Internal Sublet Cost": sublet, "Stock Number": stock,
    }  # fmt: skip
    return row | {name.replace("_", " "): value for name, value in more.items()}


_RR = (
    '<?xml version="1.0"?><rey_Acme{root} xmlns="http://www.starstandards.org/STAR"><ApplicationArea><Sender><Component>ERA</Component>'
    "<Task>{task}</Task><DealerNumber>000000000000001</DealerNumber><StoreNumber>01</StoreNumber><AreaNumber>01</AreaNumber></Sender>"
    "<CreationDateTime>2026-03-06T10:00:00</CreationDateTime><BODId>00000000-0000-0000-0000-000000000001</BODId></ApplicationArea>{body}"
    "</rey_Acme{root}>"
)
_SOAP = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Body><{op}Response'
    ' xmlns="opentrack.dealertrack.com"><{op}Result xmlns="opentrack.dealertrack.com/transitional">{body}</{op}Result></{op}Response>'
    "</soap:Body></soap:Envelope>"
)


def opentrack_deal(number: str, **fields: str) -> str:
    given = {"DealNumber": number, "DealDate": "20260304", "VIN": VIN, "StockNumber": f"P{number}", "VehicleType": "U", "RecordType": "F",
             "SaleType": "R", "BuyerCustomerNumber": "721", "RetailPrice": "8995.00", "CommissionableGross": "1695", "UnwindFlag": "N",
             "DateApproved": "20260304", "DateCapped": "0"} | fields  # fmt: skip
    people = "<SalesPersons><SalesPerson><SalesPersonID>44</SalesPersonID></SalesPerson></SalesPersons>"
    return "<Result>" + "".join(f"<{k}>{v}</{k}>" for k, v in given.items()) + people + "</Result>"


FILES = {
    "canonical/stores/dms.csv": STORES,
    # The tool of the store DV knows P900 alone.
    "canonical/recon_stage_visits/tool.csv": "visit_id,store_id,stock_number,stage,entered_at,updated_at\n"
    "V1,DV,P900,in_process,2026-03-02T08:00:00,2026-03-02T08:00:00\n",
    # -- DealerVault: the file of the 6th arrives after that of the 7th (by its path) and must not win.
    "dealervault/a/DVD1_20260307_0530_SL.txt": sl(
        sale("1", "U", Status_Change_Date="3/6/2026", Delivery_Date="03/05/2026", Accounting_Date="3/5/2026"),
        sale("2", "F", Sale_Type="", Deal_Type="Lease", **{"New/Used": "N"}),
        sale("3", "", Booked_Date="3/4/2026", Sale_Type="Wholesale"),
        sale("4", "", Sale_Type="Dealer Trade", Full_Name="ACME MOTORS LLC", Email_2="acme@example.com", Home_Phone="248-555-0101"),
        sale("5", "Q7", Sale_Type="Courtesy", Full_Name="SAMPLE, PAT Q", Cell_Phone="248-555-0102"),
        sale("6", "B", Customer_Number="0007", First_Name="Pat", Last_Name="Sample", Block_Email="Y", Salesman_1_Number="012",
             Salesman_1_Name="Sam Seller", Zip="48083", Trade_1_VIN=TRADE_VIN.lower(), Trade_1_Actual_Cash_Value="4,000",
             Adjustments="812.40"),
        sale("7", "B", Sales_Price="n/a"),
        sale("", "B"),
    ),
    "dealervault/b/DVD1_20260306_0530_SL.txt": sl(sale("1", "B", Status_Change_Date="3/4/2026", Sales_Price="1.00")),
    # Found at 07:00 UTC of the 31st: later than the clock by its name, so not known yet.
    "dealervault/c/DVD1_20260331_2300_SL.txt": sl(sale("2", "X")),
    "dealervault/DVD2_20260307_0530_SL.txt": sl(sale("1", "U", DV_Dealer_ID="DVD2", DMS_Type="Dealertrack", Status_Change_Date="3/6/2026")),
    "dealervault/DVD9_20260307_0530_SL.txt": sl(sale("1", "F", DV_Dealer_ID="DVD9", VIN="1HGCM82633A00435", Contract_Date="March 4, 2026")),
    "dealervault/DVD1_20260307_0530_SV.txt": sv(
        _order("70001", "P900", "250"),
        _order("70002", "P901", "412.50", Operation_Codes="RECON|DETAIL"),
        _order("70003", "P902", "600", "350"),
        _order("70004", "P903", "600", "100", Closed_RO_Date=""),
        _order("70005", "P904", "80", Operation_Codes="SUBLET^1|INSPECT"),
        _order("70006", "", "80"),
        _order("70007", "P905", "0.00"),
    ),
    "dealervault/DVD1_20260307_0530_SV_APPT.txt": tabs(
        ("File Type", "DV Dealer ID", "Appointment Number", "Appointment Date", "Appointment Time", "Waiting Flag"),
        {"DV Dealer ID": "DVD1", "Appointment Number": "0042", "Appointment Date": "3/9/2026", "Appointment Time": "09:30",
         "Waiting Flag": "Y"},
    ),
    "dealervault/DVD1_20260307_0530_PTINV.txt": tabs(
        ("File Type", "DV Dealer ID", "Part Number", "Description", "QOH", "Cost"),
        {"DV Dealer ID": "DVD1", "Part Number": "00915", "Description": '15" blade', "QOH": "3", "Cost": "14.50"},
    ),
    # -- OpenTrack: one answer as it came, two answers of lookups in one file, and their customer.
    "opentrack/ZE_ZE7/deals_20260307T100000Z.xml": _SOAP.format(op="DealLookup", body=(
        opentrack_deal("1", Status="U", DateCapped="20260305", TotalFandIReserve="640.50", PackAmount="300")
        + opentrack_deal("2", UnwindFlag="Y", Status="U")
        + opentrack_deal("3", SaleType="X", TradeACV="500", TradeIns=f"<TradeIn><VIN>{TRADE_VIN}</VIN></TradeIn><TradeIn/>")
        + opentrack_deal("4", RecordType="L", LeasePrice="31000", RetailPrice="0")
    )),
    "opentrack/ZE_ZE7/customers_20260307T100000Z.xml": _SOAP.format(op="CustomerLookup", body=(
        "<Result><CustomerNumber>721</CustomerNumber><FirstName>Pat</FirstName><LastName>Sample</LastName><Email1>pat@example.com</Email1>"
        "<CellPhone>2485550103</CellPhone><AllowContactByEmail>N</AllowContactByEmail><AllowContactByPhone>Y</AllowContactByPhone></Result>"
    )),
    "opentrack/ZE_ZE7/vehicles_20260307T100000Z.xml": _SOAP.format(op="VehicleLookup", body=(
        f"<Result><VIN>{VIN}</VIN><StockNumber>P77</StockNumber><Status>I</Status><TypeNU>U</TypeNU><ModelYear>2003</ModelYear><Make>HONDA</Make>"
        "<Model>Accord</Model><Odometer>61200</Odometer><DateInInventory>20260110</DateInInventory><ListPrice>8995</ListPrice>"
        "<VehicleCost>7000</VehicleCost><CertifiedUsedCar>Y</CertifiedUsedCar></Result>"
    )),
    # -- CDK: an answer ends with its error code, which is no record.
    "cdk/3PA0001/fisales-closed_20260307_0500.xml": (
        '<FISalesClosedExtract xmlns="http://www.dmotorworks.com/pip-extract-fisales-closed"><FISalesClosed><HostItemID>FI-WIP*314403</HostItemID>'
        f"<StockNo>P77</StockNo><VIN>{VIN}</VIN><FIDealType>Used</FIDealType><SaleType>Cash</SaleType><ContractDate>2026-03-04</ContractDate>"
        "<CashPrice>23,900.00</CashPrice><GLVehicleCost>22327.50</GLVehicleCost><FrontGross>1572.50</FrontGross><FIIncome>713.00</FIIncome>"
        "<Trade1VIN/><CustNo>55</CustNo><Name>SAMPLE,PAT</Name><Email1>pat@example.com</Email1><HomePhone>2485550104</HomePhone>"
        "<CRMSP1Id>5678</CRMSP1Id></FISalesClosed><ErrorCode>0</ErrorCode><ErrorMessage/></FISalesClosedExtract>"
    ),
    "cdk/3PA0001/inventory_20260307_0500.xml": (
        '<InventoryVehicleExtract xmlns="http://www.dmotorworks.com/pip-extract-inventory"><InventoryVehicle><StockNo>P78</StockNo>'
        f"<VIN>{VIN}</VIN><StockType>USED</StockType><StockStatus>In Stock</StockStatus><Year>2003</Year><MakeName>HONDA</MakeName>"
        "<ModelName>ACCORD</ModelName><EntryDate>01/15/2026</EntryDate><ListPrice>9,500.00</ListPrice></InventoryVehicle><ErrorCode>0</ErrorCode>"
        "</InventoryVehicleExtract>"
    ),
    # -- Reynolds: data in attributes, two phones, two trade-ins.
    "reynolds/RRO_D_DH_Acme_000000000000001__01_01_1_0001.xml": _RR.format(root="FIClosedDeal", task="DH", body=(
        '<FIDeal><Buyer><CustRecord><ContactInfo NameRecId="9" FirstName="Pat" LastName="Sample"><Phone Type="H" Num="2485550105"/>'
        '<Phone Type="C" Num="2485550106"/><Email MailTo="pat@example.com"/></ContactInfo></CustRecord></Buyer><FIDealFin DealNo="1001"'
        ' CloseDealDate="03/04/2026" DeliveryDate="03/05/2026" Category="Retail"><TransactionVehicle StockID="P77" VehCost="7000">'
        f'<Vehicle Vin="{VIN}"><VehicleDetail NewUsed="U"/></Vehicle></TransactionVehicle><TradeIn ActualCashValue="500" Payoff="0">'
        f'<Vehicle Vin="{TRADE_VIN}"/></TradeIn><TradeIn ActualCashValue="1"/><Recap><Reserves VehicleGross="1234.5"/></Recap>'
        "</FIDealFin></FIDeal>"
    )),
    "reynolds/RRO_D_VI_Acme_000000000000001__01_01_1_0002.xml": _RR.format(root="VehicleInventory", task="VI", body=(
        f'<VehInvRec><Vehicle Vin="{VIN}" VehicleYr="2003" VehicleMake="HONDA" Carline="ACCORD"><VehicleDetail NewUsed="U"'
        ' OdomReading="61,200"/></Vehicle><StockingInfo StockNo="P80" Status="In Stock" ReceiptDate="01/20/2026"/>'
        '<PriceCost ListPrice="9995" Cost="7000"/></VehInvRec>'
    )),
    # -- Tekion: a deal's buyer with preferences, whose co-buyer stands first; a lead (the world tells all else of deals).
    "tekion/techmotors_9/deals_20260307T100000Z.json": (
        '{"meta": {"status": "success"}, "data": [{"id": "D1", "status": "QUOTE", "type": "RETAIL", "contractDate": null, "vehicles": [],'
        ' "customers": [{"id": "C8", "type": "CO_BUYER"}, {"id": "C9", "type": "BUYER", "customerDetails": {"name": {"firstName": "Kim",'
        ' "lastName": "Sample"}, "emailCommunications": [{"email": "kim@example.com", "usagePreference": {"preferenceMapping":'
        ' {"MARKETING": "YES"}}}], "phoneCommunications": [{"phone": {"completeNumber": "2485550108"}, "usagePreference":'
        ' {"preferenceMapping": {"MARKETING": "NO"}}}]}}]}]}'
    ),
    "tekion/techmotors_9/leads_20260307T100000Z.json": (
        '{"meta": {"status": "success"}, "data": [{"id": "L1", "createdTime": 1772800200000, "status": "CONTACTED",'
        ' "source": {"sourceType": "INTERNET", "sourceName": "cars_com"}, "notes": [{"description": "call 248-555-0199"}],'
        ' "vehicles": [{"vin": "' + VIN.lower() + '", "stockId": "P77", "vehicleSpecification": {"year": 2003, "make": "Honda",'
        ' "model": "Accord", "trimDetails": {"trim": "EX"}}}], "contacts": [{"customerDetails": {"id": "C1", "name":'
        ' {"firstName": "Pat", "lastName": "Sample"}, "emailCommunications": [{"email": "pat@example.com"}], "phoneCommunications":'
        ' [{"phoneType": "MOBILE", "phone": {"completeNumber": "2485550107"}}]}}],'
        ' "assignees": [{"id": "U2", "isPrimary": false}, {"id": "U1", "isPrimary": true}]}]}'
    ),
}  # fmt: skip
