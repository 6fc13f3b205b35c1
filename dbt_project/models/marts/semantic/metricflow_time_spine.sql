{{ config(schema='intermediate', materialized='view', contract={'enforced': false}) }}

select calendar_date as date_day
from {{ ref('dim_dates') }}
