# The administration; loaded with it.
admin-channels = Channels
admin-channel = Channel
admin-type = Kind
admin-state = State
