{#- What a failure of each check of hygiene means to somebody at the store. -#}
{% macro hygiene_meanings() -%}
    {{ return({
        'unmapped_value': 'The text as sent stands for nothing that we know; map it in the home\'s config, or it stays `unmapped`',
        'unknown_store': 'The record names a store that nobody knows; it counts for no store',
        'missing_phone': 'Nobody can call this shopper, and duplicates are harder to find',
        'invalid_email': 'No usable e-mail address: nobody can write, and duplicates are harder to find',
        'duplicate_contact': 'Another customer record has the same phone or e-mail',
        'missing_model': 'The vehicle of interest or in stock has no make or model; it is in no breakdown by model',
        'missing_vin': 'A car in stock without a VIN cannot be matched to leads, listings or comps',
        'missing_price': 'A car for sale has no price',
        'invalid_vin': 'The VIN fails its check digit: a typing error, or not a North American car',
        'placeholder_vin': 'The VIN is a manufacturer\'s placeholder; it changes when the car is built',
        'suspect_price': 'The price is outside 0.5 to 2 times MSRP; it stays out of every price figure',
        'negative_gross': 'The car was sold below its cost, or a cost is wrong',
        'missing_contract_date': 'The sale is dated by booking or accounting, for want of a contract date',
        'orphan_reference': 'The record belongs to a lead that nobody sent',
        'time_runs_backwards': 'The second moment is before the first; the duration counts nowhere',
        'missing_required_field': 'A field of the handoff checklist is empty',
        'missing_capture_field': 'The form did not hand over where the shopper came from',
        'lost_vehicle_context': 'The shopper had looked at a car, and the lead does not say which',
        'missing_next_action': 'Nobody knows what happens next with this open lead',
        'missing_disposition': 'An open lead that was worked has no disposition',
        'unassigned_lead': 'An open lead has had no owner for more than five minutes',
        'crm_sold_without_deal': 'The CRM says sold, the DMS knows no deal of this shopper',
        'deal_without_crm_sold': 'The DMS has a deal, the CRM does not say sold',
        'large_cluster': 'More than eight lead records were taken for one shopper: perhaps too many',
        'sold_still_live': 'The car is sold and still advertised',
        'untouched_hour': 'A lead about a certain car waited more than an hour of staffed time for a human',
        'too_few_attempts': 'The shopper was never reached, and the store tried less often than its rule asks',
        'missing_backup': 'The owner of this open lead has no backup',
        'wrong_assignee': 'The lead was given to somebody of another store, or who does not work there any more or yet',
        'several_owners': 'The lead was given on while somebody still had it',
        'promo_after_booking': 'A general promotion went to a shopper who had already booked',
        'presale_after_sale': 'A message meant for shoppers went to somebody who had already bought',
        'quarantined': 'Ingestion could not use this row, cell or file; meta.quarantine says why',
    }) }}
{%- endmacro %}

{% macro hygiene_meaning(check_name) -%}
    case {{ check_name }}
        {%- for check, meaning in hygiene_meanings().items() %}
        when '{{ check }}' then '{{ meaning | replace("'", "''") }}'
        {%- endfor %}
    end
{%- endmacro %}
