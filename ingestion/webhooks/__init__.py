"""The durable inbox: a server that verifies, stores, then answers; a drain that lays down what was stored. docs/connectors/webhooks.md.

    server   request → verified → segment file, forced to disk → 202            (inbox.py, app.py)
    drain    segment closed → landing files whole or not there → segment gone   (drain.py)

Whatever dies between two of these steps, a stored event reaches landing, and reaches it once: the names of its landing files follow from
its segment's name, and the file sources' ledger does the rest.
"""
