"""The API (应用接口) under /api/v1, and the exchange with other installations."""
