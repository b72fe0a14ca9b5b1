"""Kernel (本体): the words of the field, as value types and Protocols."""
