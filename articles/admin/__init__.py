"""The newsroom's admin: one file a model. Importing them registers them."""

from articles.admin import article, batch, correction, photo, section, sitesettings, tag  # noqa: F401
