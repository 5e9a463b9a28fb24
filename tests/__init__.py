"""The test suite: rules, core, storage, adapters, stories, crashes."""
