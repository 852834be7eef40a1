"""What an article's text is made of: pasal and ayat, definitions, lists, tables, questions."""
