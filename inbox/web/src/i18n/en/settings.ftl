# The agent's own settings; loaded with them.
settings-theme = Theme
settings-theme-auto = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-density = Density
settings-density-comfortable = Comfortable
settings-density-compact = Compact
settings-locale = Language
settings-locale-auto = As the browser
settings-single-keys = Single-key shortcuts
settings-single-keys-help = Turn them off if keys are pressed by accident, by voice control for example.
