"""Libraries (资源库): lists with facets and search, bulk edit and export, for every kind."""
