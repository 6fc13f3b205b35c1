{{ config(materialized='table') }}

{{ overlay('routing_rules', ['rule_id'], [
    'rule_id', 'store_id', 'department', 'lead_type', 'lead_origin', 'stock_class', 'page_type', 'daypart', 'hours', 'queues', 'roles',
]) }}

select
    rule_id,
    coalesce(store_id, '*') as store_id,
    coalesce(department, '*') as department,
    coalesce(lead_type, '*') as lead_type,
    coalesce(lead_origin, '*') as lead_origin,
    coalesce(stock_class, '*') as stock_class,
    coalesce(page_type, '*') as page_type,
    coalesce(daypart, '*') as daypart,
    coalesce(hours, '*') as hours,
    lower(queues) as queues,
    lower(roles) as roles
from overlaid
