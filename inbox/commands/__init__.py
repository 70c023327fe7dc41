"""The commands of `inbox`, one file for each group; cli.py imports the one that is asked for."""
