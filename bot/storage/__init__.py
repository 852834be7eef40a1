"""What the bot must remember between two starts: one SQLite database and the key to it."""
