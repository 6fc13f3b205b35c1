{{ config(materialized='table') }}

{{ overlay('non_identifying_contacts', ['contact'], ['contact']) }}

select lower(contact) as contact
from overlaid
