{{ config(materialized='table') }}

{{ overlay('season_index', ['month_of_year'], ['month_of_year', 'season_index']) }}

select
    cast(month_of_year as integer) as month_of_year,
    cast(season_index as double) as season_index
from overlaid
