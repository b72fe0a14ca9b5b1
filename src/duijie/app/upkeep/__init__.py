"""Looking after an installation (运维): back up, restore, and look what is wrong."""
