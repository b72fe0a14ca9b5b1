"""Records (记录): the platform's one store, as the sink of `ingest` and the source of the index."""
