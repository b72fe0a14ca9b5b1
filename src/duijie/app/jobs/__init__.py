"""Long work in the background (后台任务), with progress that pages and commands show."""
