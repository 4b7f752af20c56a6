"""People in the admin: one file a model. Importing them registers them."""

from staff.admin import account, account_event, duty_roster, reporter, role_grant  # noqa: F401
