"""The import chain: bytes, text, lines, layout, paragraphs, pieces. Only `drafts` knows the database."""
