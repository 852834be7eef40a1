"""From a citizen's question to a cited answer, in the terminal and on Telegram."""
