# What an installation without a channel shows in its queue.
first-title = Wala pang channel
first-text = Ikonekta ang isang mailbox, numero ng telepono, o ibang serbisyo. Lalabas dito ang isinusulat ng mga customer doon.
first-text-agent = Kapag nakapagkonekta na ang admin ng mailbox o ibang serbisyo, lalabas dito ang isinusulat ng mga customer.
first-connect = Magkonekta ng channel
first-demo = Tumitingin lang? Para sa mga halimbawang customer:

action-go-admin = Pangangasiwa
action-go-connect = Magkonekta ng channel
