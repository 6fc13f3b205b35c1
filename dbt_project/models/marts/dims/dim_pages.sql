-- A page is its path: host, query and fragment differ by visit, and a query may hold personal data.
with
seen as (
    select
        {{ without_contacts(url_path('page_url')) }} as page_path,
        page_type
    from (
        select distinct
            page_url,
            page_type
        from {{ ref('can_web_events') }}
        where page_url is not null and not is_bot
    ) as visited
    union all
    select
        {{ without_contacts(url_path('landing_page')) }} as page_path,
        null as page_type
    from {{ ref('can_leads') }}
    where landing_page is not null
    union all
    select
        'unknown' as page_path,
        'unknown' as page_type
)

select
    {{ event_key('page', ['page_path']) }} as page_key,
    page_path,
    coalesce(min(lower(page_type)), 'unknown') as page_type
from seen
group by page_path
