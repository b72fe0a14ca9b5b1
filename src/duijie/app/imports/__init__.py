"""Imports in the browser (导入向导): upload, mapping, preview, run, errors to fix, undo."""
