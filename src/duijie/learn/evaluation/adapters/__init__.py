"""Measures by well-kept libraries (指标库)."""
