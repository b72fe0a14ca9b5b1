"""Matching in the browser (匹配页面)."""
