"""Encoders from elsewhere: a model folder or an endpoint, each loaded only when opened."""
