"""Views of records."""
