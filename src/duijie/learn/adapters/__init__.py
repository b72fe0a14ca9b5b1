"""Adapters (适配): training through packages that are not installed by default."""
