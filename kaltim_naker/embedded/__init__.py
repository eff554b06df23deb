"""PostgreSQL and a Redis-compatible server from Python wheels, for a first run, development and tests.

Nothing here imports Django: the servers must be up, and their addresses in the environment, before settings are read.
In production real servers are named by ``DATABASE_URL`` and ``REDIS_URL`` and this package refuses to start any.
Why these wheels, and why their Python layers are not used: ``docs/decisions/0003-embedded-services.md``.
"""
