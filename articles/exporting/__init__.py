"""Ways out: a piece for WeChat's editor, as a Word manuscript, as plain text. Pure functions, without Django."""
