"""Questions to cited answers; knows nothing of any messenger."""
