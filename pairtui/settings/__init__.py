"""Settings: what a person may write in config.toml, table by table; pure."""
