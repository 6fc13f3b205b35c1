{#-
    When something happened, for each entity: its last change (`updated_at`), else the event's own time. What has neither (opening
    hours) tells nothing of its age. Where every version is kept, every version counts; elsewhere the record that won. Test leads in ADF are
    our own (`rooftop canary`): they must not make a vendor look alive that has fallen silent.
-#}
{%- set moments = [
    ('stores', 'can_store_versions', 'updated_at'),
    ('store_hours', 'can_store_hours', 'updated_at'),
    ('store_closures', 'can_store_closures', 'updated_at'),
    ('agents', 'can_agent_versions', 'updated_at'),
    ('agent_shifts', 'can_agent_shifts', 'coalesce(updated_at, starts_at)'),
    ('customers', 'can_customer_versions', 'updated_at'),
    ('inventory_units', 'can_inventory_unit_versions', 'updated_at'),
    ('inventory_snapshots', 'can_inventory_snapshots', 'coalesce(updated_at, snapshot_at)'),
    ('leads', 'can_lead_versions', "case when not (is_test and source_system = 'adf') then updated_at end"),
    ('lead_assignments', 'can_lead_assignments', 'coalesce(updated_at, assigned_at)'),
    ('lead_interactions', 'can_lead_interactions', 'coalesce(updated_at, occurred_at)'),
    ('lead_stage_changes', 'can_lead_stage_changes', 'coalesce(updated_at, changed_at)'),
    ('appointments', 'can_appointments', 'updated_at'),
    ('showroom_visits', 'can_showroom_visits', 'coalesce(updated_at, started_at)'),
    ('quotes', 'can_quotes', 'coalesce(updated_at, presented_at)'),
    ('deals', 'can_deal_versions', 'updated_at'),
    ('recon_stage_visits', 'can_recon_stage_visits', 'updated_at'),
    ('appraisals', 'can_appraisals', 'updated_at'),
    ('market_comps', 'can_market_comps', 'coalesce(updated_at, observed_at)'),
    ('listings', 'can_listings', 'coalesce(updated_at, observed_at)'),
    ('web_events', 'can_web_events', 'coalesce(updated_at, occurred_at)'),
    ('calls', 'can_calls', 'coalesce(updated_at, started_at)'),
    ('campaigns', 'can_campaign_versions', 'updated_at'),
    ('ad_performance', 'can_ad_performance', 'coalesce(updated_at, cast(performance_date as timestamp))'),
    ('tasks', 'can_tasks', 'updated_at'),
    ('messages', 'can_messages', 'coalesce(updated_at, sent_at)'),
    ('consent_events', 'can_consent_events', 'coalesce(updated_at, occurred_at)'),
    ('digital_retailing_flows', 'can_digital_retailing_flows', 'coalesce(updated_at, started_at)'),
    ('inbound_units', 'can_inbound_units', 'updated_at'),
    ('offers', 'can_offer_versions', 'updated_at'),
    ('targets', 'can_targets', 'updated_at'),
] -%}
with
events as (
    {%- for entity, model, moment in moments %}
    select
        source_system,
        '{{ entity }}' as entity,
        {{ moment }} as event_at
    from {{ ref(model) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
)

select
    events.source_system,
    events.entity,
    cast(events.event_at as date) as event_date,
    max(events.event_at) as last_event_at,
    count(*) as event_count
from events
cross join {{ ref('stg_run__clock') }} as clock
where events.event_at <= clock.as_of_at
group by events.source_system, events.entity, cast(events.event_at as date)
