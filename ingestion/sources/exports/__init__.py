"""What a vendor's system gives out — report files, API answers — as raw tables under the vendor's own names.

One specification per vendor (ingestion/sources/<area>/<vendor>.yml, see spec.py), one engine for all of them. Meaning is dbt's.
"""
