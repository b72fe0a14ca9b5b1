"""Notices (通知): what people are told, on the site and by mail."""
