"""Who did and who saw what (审计): rows are added and chained, never changed."""
