"""The copy desk's checks: pure functions from text to findings, one module a class of errors.

`checking.check` runs them all, `mending` puts a finding right in a text or in a body, `sentences` says what a finding
means. Only `lists` knows the database.
"""
