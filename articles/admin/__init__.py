"""The newsroom's admin: one file a model. Importing them registers them."""

from articles.admin import (  # noqa: F401
    article,
    batch,
    correction,
    desk_lists,
    front_slot,
    notices,
    photo,
    printed_page,
    reporter,
    section,
    sitesettings,
    step_batch,
    tag,
)
