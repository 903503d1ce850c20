"""`python -m clientmanager` is the command line."""

from clientmanager.cli import main

main()
