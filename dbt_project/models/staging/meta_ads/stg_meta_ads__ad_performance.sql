-- What counts as a lead: Meta's own sum (`lead`) where it is given, else its two parts.
with
leads as (
    select
        _batch_id,
        _dlt_load_id,
        parent_row_number,
        coalesce(
            sum(case when lower(action_type) = 'lead' then {{ vendor_number(clean_text('value')) }} end),
            sum(
                case
                    when lower(action_type) in ('onsite_conversion.lead_grouped', 'offsite_conversion.fb_pixel_lead')
                        then {{ vendor_number(clean_text('value')) }}
                end
            )
        ) as conversions
    from {{ source('raw', 'meta_ads__actions') }}
    group by _batch_id, _dlt_load_id, parent_row_number
),

loaded as (
    select
        {{ clean_text('coalesce(files.account_id, files.account)') }} as account_id,
        {{ clean_text('files.campaign_id') }} as campaign_id,
        {{ clean_text('files.adset_id') }} as ad_group_id,
        {{ clean_text('files.date_start') }} as date_start,
        {{ clean_text('coalesce(files.date_stop, files.date_start)') }} as date_stop,
        {{ clean_text('files.ad_id') }} as ad_id,
        {{ clean_text('files.publisher_platform') }} as publisher_platform,
        {{ clean_text('files.device_platform') }} as device_platform,
        {{ clean_text('files.age') }} as age,
        {{ clean_text('files.gender') }} as gender,
        {{ clean_text('files.region') }} as region,
        {{ clean_text('files.impressions') }} as impressions,
        {{ clean_text('files.clicks') }} as clicks,
        {{ clean_text('files.spend') }} as spend,
        leads.conversions,
        {{ answer_at('clock.as_of_at', 'ledger.file', 'ledger.file_modified_at') }} as updated_at,
        ledger.arrival,
        files._row_number as row_number,
        files._line_number as line_number,
        files._batch_id as batch_id,
        ledger.system as source_system
    from {{ source('raw', 'meta_ads__insights') }} as files
    inner join {{ source('raw', 'load_ledger') }} as ledger
        on files._batch_id = ledger.batch_id and files._dlt_load_id = ledger.dlt_load_id
    left join leads
        on
            files._batch_id = leads._batch_id
            and files._dlt_load_id = leads._dlt_load_id
            and cast(files._row_number as varchar) = leads.parent_row_number
    cross join {{ ref('stg_run__clock') }} as clock
)

select
    'meta' as platform,
    'act_' || replace(lower(account_id), 'act_', '') as account_id,
    campaign_id,
    coalesce(ad_group_id, '-') as ad_group_id,
    case when date_start = date_stop then {{ vendor_date('date_start') }} end as performance_date,
    account_id as store_id,
    case when impressions is null then 0 else {{ vendor_int('impressions') }} end as impressions,
    case when clicks is null then 0 else {{ vendor_int('clicks') }} end as clicks,
    case when spend is null then 0 else {{ vendor_number('spend') }} end as cost,
    conversions,
    cast(null as boolean) as is_complete,
    updated_at,
    arrival,
    row_number,
    line_number,
    batch_id,
    source_system,
    coalesce(ad_id, '') || '|' || coalesce(publisher_platform, '') || '|' || coalesce(device_platform, '') || '|' || coalesce(age, '')
    || '|' || coalesce(gender, '') || '|' || coalesce(region, '') as breakdown,
    case when ad_id is not null then 'ad ' else '' end
    || case when publisher_platform is not null then 'publisher_platform ' else '' end
    || case when device_platform is not null then 'device_platform ' else '' end
    || case when age is not null then 'age ' else '' end
    || case when gender is not null then 'gender ' else '' end
    || case when region is not null then 'region' else '' end as breakdown_kind,
    cast(null as varchar) as complete_until
from loaded
