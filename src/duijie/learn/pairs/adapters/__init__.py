"""Engines behind the models of pairs."""
