"""Peers (对比引擎): other engines on the same data, in an environment of their own."""
