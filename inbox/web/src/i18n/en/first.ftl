# What an installation without a channel shows in its queue.
first-title = No channel yet
first-text = Connect a mailbox, a phone number or another service. What customers write there appears here.
first-text-agent = As soon as an admin connects a mailbox or another service, what customers write appears here.
first-connect = Connect a channel
first-demo = Only looking around? With sample customers it is

action-go-admin = Administration
action-go-connect = Connect a channel
