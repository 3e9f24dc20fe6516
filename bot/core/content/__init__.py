"""The editors' files, read into entries, house and wording, with every problem placed by line and column."""
