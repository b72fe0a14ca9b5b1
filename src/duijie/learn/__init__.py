"""Room learn."""
