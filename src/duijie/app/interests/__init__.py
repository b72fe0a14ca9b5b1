"""Expressions of interest (合作意向): sent, answered, and what they open."""
