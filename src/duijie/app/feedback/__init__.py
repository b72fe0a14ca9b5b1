"""Feedback (反馈): what was shown, what became of it, and what people judged; only ever added."""
