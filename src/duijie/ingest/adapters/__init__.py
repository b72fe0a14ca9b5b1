"""Drivers that are imported only when such a file is opened (适配器)."""
