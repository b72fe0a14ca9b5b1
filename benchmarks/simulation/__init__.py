"""A made-up district with known truth: what people click, and what they sign months later."""
