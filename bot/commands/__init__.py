"""What each verb of the command line does. `bot.cli` declares them and loads these modules only when one is called."""
