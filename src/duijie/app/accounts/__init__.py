"""Who takes part (账户): people, their organisations and their roles."""
