"""Quality benchmarks (质量评测): how well the engine and its encoder find what was judged right."""
