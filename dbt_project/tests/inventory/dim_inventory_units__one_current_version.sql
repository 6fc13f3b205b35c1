-- An episode has exactly one version in force: with none it vanishes from every join on is_current, with two it counts double.
select
    inventory_unit_key,
    sum(case when is_current then 1 else 0 end) as current_versions
from {{ ref('dim_inventory_units') }}
where inventory_unit_key <> {{ unknown_unit_key() }}
group by inventory_unit_key
having sum(case when is_current then 1 else 0 end) <> 1
