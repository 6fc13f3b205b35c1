"""Where files come from: SFTP, object stores, shared folders, mailboxes and vendors' APIs, copied durably into landing/.

See docs/connectors/fetch.md. A fetcher only copies. Once a file lies in landing, the file sources take over: the ledger knows it by
content, keeps a copy of it, and a rebuild asks no vendor again.
"""
