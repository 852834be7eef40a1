"""Trains the span reader that ships in bot/answering/data; the product imports none of this."""
