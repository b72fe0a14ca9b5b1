"""Adapters (适配): the engines that learn, loaded only when a ranker is trained."""
