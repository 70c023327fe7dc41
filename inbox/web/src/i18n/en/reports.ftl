# The reports; loaded with them.
reports-none-title = Reports are not built yet
