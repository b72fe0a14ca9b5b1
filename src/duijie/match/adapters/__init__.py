"""Adapters (适配): engines that rank, loaded only when a ranker that needs them is opened."""
