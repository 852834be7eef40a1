"""From the bytes of a page or file to an article."""
