"""What staff learn from the questions that citizens asked."""
