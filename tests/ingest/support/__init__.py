"""Support of the tests of ingest."""
