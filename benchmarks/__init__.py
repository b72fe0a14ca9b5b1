"""Benchmarks of Duijie (对接): what is measured, with command, commit and machine."""
