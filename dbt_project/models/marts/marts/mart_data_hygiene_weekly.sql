with
weekly as (
    select
        store_id,
        week_start_date,
        check_name,
        sum(failures) as failures,
        sum(records) as denominator
    from {{ ref('fct_hygiene_checks') }}
    group by store_id, week_start_date, check_name
),

compared as (
    select
        weekly.*,
        {{ ratio('failures', 'denominator') }} as rate,
        lag({{ ratio('failures', 'denominator') }}) over (partition by store_id, check_name order by week_start_date) as prior_rate
    from weekly
)

select
    store_id,
    week_start_date,
    check_name,
    cast(failures as bigint) as failures,
    cast(denominator as bigint) as denominator,
    rate,
    rate - prior_rate as delta,
    {{ hygiene_meaning('check_name') }} as meaning
from compared
