"""Faults (故障评测): processes are killed at random moments, and what is left is looked at."""
