{{ config(materialized='table') }}

{{ overlay('parameters', ['parameter'], ['parameter', 'parameter_value', 'unit', 'meaning']) }}

select
    parameter,
    parameter_value,
    unit,
    meaning
from overlaid
