"""The reference for pages that nobody has kept yet: a plain Django site over the same database.

Django as `startproject` sets it up, with its middleware; one view with four querysets; a template with a base. It shows
less than our page does: no structured data, no neighbours, no related pieces, no pictures in their sizes.
"""
