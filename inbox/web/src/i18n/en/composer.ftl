# Writing a reply, a note, a first message.
composer-region = Write
composer-reply = Reply
composer-placeholder = Write a reply …
composer-send = Send
composer-sending = The message is on its way
composer-channel = Channel
composer-to = To
composer-subject = Subject
composer-text = Message
composer-draft-dirty = Not saved yet
composer-draft-saving = Saving …
composer-draft-saved = Draft saved
composer-draft-kept = Kept on this device

action-compose-reply = Reply
action-compose-send = Send
action-compose-leave = Leave the reply
