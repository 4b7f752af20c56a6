"""Notices to group chats (企业微信, 钉钉): how many pieces wait at which step, and where. No headline, no text."""
