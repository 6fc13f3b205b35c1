"""A server on this machine that speaks like the vendors: their logins, pages, cursors, limits, empty answers, and their bad days.

For tests and for trying a recipe out: `python -m ingestion.sandbox.server --world tiny --port 8900`.
"""
