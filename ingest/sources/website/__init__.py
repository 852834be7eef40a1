"""Articles from websites: sitemaps, feeds, linked pages and single addresses."""

from ingest.sources.website.models import Website
from ingest.sources.website.reading import read_website

__all__ = ["Website", "read_website"]
