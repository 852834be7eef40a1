"""From a public body's pages and files to a new build of the index."""
