"""The picture of `svartid evaluate --html`: one page that an editor can read, print and act on."""
