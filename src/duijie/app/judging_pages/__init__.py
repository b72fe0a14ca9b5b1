"""Judging in the browser (在线标注): blind, four levels, two judges, on the rounds of the CLI."""
