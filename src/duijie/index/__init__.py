"""Index (索引): documents → searchable text and vectors."""

from duijie.index.tokens import analyze, document_terms, document_text, words

__all__ = ["analyze", "document_terms", "document_text", "words"]
