"""Saved searches (订阅): people are told of what is new and fits, and stop it with one click."""
