"""Speed benchmarks (速度评测): time, memory and size at 800,000 achievements."""
