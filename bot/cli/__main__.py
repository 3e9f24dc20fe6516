"""`python -m bot.cli`: the same as `svartid`."""

from bot.cli.main import main

main()
