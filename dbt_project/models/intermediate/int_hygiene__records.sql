{#-
    What a record should be, record by record. Each line: check, entity, column, from, date of the record, which records are meant,
    and when one of them fails. Records that name a lead stand at the lead's store.
-#}
{%- set of_lead = "left join " ~ ref('can_leads') ~ " as leads on r.lead_id = leads.lead_id" -%}
{%- set vdp_sessions = "left join (select distinct session_id from " ~ ref('can_web_events')
    ~ " where event_name = 'vdp_view' and not coalesce(is_bot, false)) as vdp on r.session_id = vdp.session_id" -%}
{%- set sales_lead = "not r.is_test and not r.is_spam and r.department not in ('service', 'parts', 'service_advisors')"
    ~ " and coalesce(r.lead_type, 'general') not in ('service', 'parts')" -%}
{%- set open_lead = sales_lead ~ " and coalesce(r.stage, 'new') not in ('sold', 'delivered', 'lost', 'duplicate', 'unqualified')" -%}
{%- set retail = "r.sale_type in ('retail', 'lease') and r.status in ('sold', 'delivered')" -%}
{%- set checks = [
    ('unknown_store', 'leads', 'store_id', '', 'r.inquiry_at', 'true', "r.store_id = 'unknown'"),
    ('unknown_store', 'inventory_units', 'store_id', '', 'r.updated_at', 'true', "r.store_id = 'unknown'"),
    ('unknown_store', 'deals', 'store_id', '', 'r.updated_at', 'true', "r.store_id = 'unknown'"),
    ('unknown_store', 'calls', 'store_id', '', 'r.started_at', 'true', "r.store_id = 'unknown'"),
    ('unknown_store', 'appointments', 'store_id', '', 'r.updated_at', 'true', "r.store_id = 'unknown'"),
    ('missing_phone', 'leads', 'phone', '', 'r.inquiry_at', sales_lead, normalised_phone('r.phone') ~ " is null"),
    ('missing_phone', 'customers', 'phone', '', 'coalesce(r.created_at, r.updated_at)', 'true', normalised_phone('r.phone') ~ " is null"),
    ('invalid_email', 'leads', 'email', '', 'r.inquiry_at', sales_lead, normalised_email('r.email') ~ " is null"),
    ('invalid_email', 'customers', 'email', '', 'coalesce(r.created_at, r.updated_at)', 'true', normalised_email('r.email') ~ " is null"),
    ('missing_model', 'inventory_units', 'model', '', 'r.updated_at', 'true', 'r.make is null or r.model is null'),
    ('missing_model', 'leads', 'model', '', 'r.inquiry_at', sales_lead ~ " and r.lead_type = 'vehicle_specific'", 'r.model is null and r.vin is null and r.stock_number is null'),
    ('missing_vin', 'inventory_units', 'vin', '', 'r.updated_at', "r.status in ('in_stock', 'recon', 'hold', 'pending_sale')", 'r.vin is null'),
    ('missing_price', 'inventory_units', 'asking_price', '', 'r.updated_at', "r.status in ('in_stock', 'pending_sale')", 'coalesce(r.asking_price, 0) <= 0'),
    ('negative_gross', 'deals', 'front_gross', '', 'coalesce(r.contract_date, r.booked_date, r.accounting_date)', retail ~ ' and r.front_gross is not null', 'r.front_gross < 0'),
    ('missing_contract_date', 'deals', 'contract_date', '', 'r.updated_at', retail, 'r.contract_date is null'),
    ('orphan_reference', 'lead_assignments', 'lead_id', of_lead, 'r.assigned_at', 'true', 'leads.lead_id is null'),
    ('orphan_reference', 'lead_interactions', 'lead_id', of_lead, 'r.occurred_at', 'true', 'leads.lead_id is null'),
    ('orphan_reference', 'lead_stage_changes', 'lead_id', of_lead, 'r.changed_at', 'true', 'leads.lead_id is null'),
    ('orphan_reference', 'appointments', 'lead_id', of_lead, 'r.updated_at', 'r.lead_id is not null', 'leads.lead_id is null'),
    ('orphan_reference', 'quotes', 'lead_id', of_lead, 'r.presented_at', 'true', 'leads.lead_id is null'),
    ('orphan_reference', 'deals', 'lead_id', of_lead, 'r.updated_at', 'r.lead_id is not null', 'leads.lead_id is null'),
    ('time_runs_backwards', 'lead_assignments', 'assigned_at', of_lead, 'r.assigned_at', 'leads.lead_id is not null', 'r.assigned_at < least(leads.inquiry_at, coalesce(leads.crm_created_at, leads.inquiry_at))'),
    ('time_runs_backwards', 'appointments', 'scheduled_at', '', 'r.updated_at', 'true', 'r.scheduled_at < r.set_at'),
    ('time_runs_backwards', 'inventory_units', 'lot_ready_at', '', 'r.updated_at', 'r.lot_ready_at is not null and r.arrived_at is not null', 'r.lot_ready_at < r.arrived_at'),
    ('time_runs_backwards', 'deals', 'delivered_at', '', 'r.updated_at', 'r.delivered_at is not null and r.contract_date is not null', 'cast(r.delivered_at as date) < ' ~ add_days('r.contract_date', '-1')),
    ('missing_required_field', 'leads', 'name', '', 'r.inquiry_at', sales_lead, 'r.first_name is null and r.last_name is null'),
    ('missing_required_field', 'leads', 'source_code', '', 'r.inquiry_at', sales_lead, "r.source_code = 'unknown'"),
    ('missing_required_field', 'leads', 'vehicle_interest', '', 'r.inquiry_at', sales_lead, 'r.model is null and r.vin is null and r.stock_number is null'),
    ('missing_required_field', 'leads', 'has_trade_in', '', 'r.inquiry_at', sales_lead, 'r.has_trade_in is null'),
    ('missing_required_field', 'leads', 'preferred_contact', '', 'r.inquiry_at', sales_lead, 'r.preferred_contact is null'),
    ('missing_required_field', 'leads', 'timeline', '', 'r.inquiry_at', sales_lead, 'r.timeline is null'),
    ('missing_capture_field', 'leads', 'landing_page', '', 'r.inquiry_at', sales_lead ~ " and r.lead_origin = 'form'", 'r.landing_page is null'),
    ('missing_capture_field', 'leads', 'utm_source', '', 'r.inquiry_at', sales_lead ~ " and r.lead_origin = 'form'", 'r.utm_source is null'),
    ('missing_capture_field', 'leads', 'device', '', 'r.inquiry_at', sales_lead ~ " and r.lead_origin = 'form'", 'r.device is null'),
    ('lost_vehicle_context', 'leads', 'vin', vdp_sessions, 'r.inquiry_at', sales_lead ~ ' and vdp.session_id is not null', 'r.vin is null'),
    ('missing_next_action', 'leads', 'next_action_at', '', 'r.inquiry_at', open_lead, 'r.next_action_at is null'),
    ('missing_disposition', 'leads', 'disposition', '', 'r.inquiry_at', open_lead ~ " and coalesce(r.stage, 'new') <> 'new'", 'r.disposition is null'),
] -%}
{%- set without_store = ['lead_assignments', 'lead_interactions', 'lead_stage_changes'] -%}
with
examined as (
    {%- for check, entity, column, joins, moment, meant, fails in checks %}
    select
        {{ "coalesce(leads.store_id, 'unknown')" if entity in without_store else "coalesce(r.store_id, 'unknown')" }} as store_id,
        '{{ check }}' as check_name,
        '{{ entity }}' as entity,
        '{{ column }}' as column_name,
        {{ week_of('cast(' ~ moment ~ ' as date)') }} as week_start_date,
        case when {{ fails }} then 1 else 0 end as is_failure
    from {{ ref('can_' ~ entity) }} as r
    {{ joins }}
    where {{ meant }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    store_id,
    check_name,
    entity,
    column_name,
    week_start_date,
    sum(is_failure) as failures,
    count(*) as records
from examined
group by store_id, check_name, entity, column_name, week_start_date
