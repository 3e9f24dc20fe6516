"""A guided tour: a day at the sample business, played through the real program and told in the terminal."""
