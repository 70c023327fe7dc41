# The reports; loaded with them.
reports-figures = Figures
reports-asking = What the report is about
reports-period = Days
reports-period-7 = Last 7 days
reports-period-30 = Last 30 days
reports-period-90 = Last 90 days
reports-period-month = This month
reports-period-last_month = Last month
reports-period-custom = From … to …
reports-from = First day
reports-to = Last day
reports-span = { $from } – { $to }
reports-compare = Compare with the days before
reports-csv = Download as CSV

reports-channel = Channel
reports-team = Team
reports-agent = Agent
reports-tag = Tag
reports-any-channel = All channels
reports-any-team = All teams
reports-any-agent = All agents
reports-any-tag = All tags
reports-no-channel = No channel
reports-no-team = No team
reports-no-agent = Nobody
reports-no-tag = No tag

reports-received = Received
reports-sent = Sent
reports-opened = Opened
reports-closed = Closed
reports-first_reply = First reply
reports-resolution = Resolution
reports-median = Median
reports-p90 = 90 % within { $time }, of { $count }
reports-column-p90 = First reply, 90 %
reports-all = Left out
reports-nine-of-ten = Nine of ten
reports-open = Open now
reports-waiting = Waiting for an answer
reports-waiting-median = Waiting, median
reports-waiting-oldest = Waiting longest, since
reports-none-resolved = none resolved yet
reports-none-answered = none answered yet
reports-conversations = { $count ->
    [one] conversation
   *[other] conversations
}
reports-in-conversations = { $count ->
    [one] messages in { $count } conversation
   *[other] messages in { $count } conversations
}
reports-see = { $what }: { $value }. Show the conversations
reports-was = { $value } before
reports-was-none = none before

reports-by-day = By day
reports-day = Day
reports-as-table = As a table
reports-chart = { $count ->
    [one] Messages received and sent and conversations closed, by day. Most came in on { $day }: { $count } message.
   *[other] Messages received and sent and conversations closed, by day. Most came in on { $day }: { $count } messages.
}
reports-heat = When customers write
reports-heat-help = Arrow keys move, Enter shows the conversations.
reports-weekday = Weekday
reports-slot = { $count ->
    [one] { $day }, { $hour }: { $count } message
   *[other] { $day }, { $hour }: { $count } messages
}
reports-busiest = { $count ->
    [one] Most come in on { $day } at { $hour }: { $count } message. Hours are those of { $zone }.
   *[other] Most come in on { $day } at { $hour }: { $count } messages. Hours are those of { $zone }.
}
reports-fewer = fewer
reports-more = more
reports-breakdown = In detail
reports-by-channel = Channels
reports-by-agent = Agents
reports-by-team = Teams
reports-by-tag = Tags
reports-none-of = { $what }: nothing in these days
reports-backlog = Who waits now
reports-ages = Waiting for
reports-age-under = Less than { $time }
reports-age-between = { $from } to { $to }
reports-age-over = { $time } and longer

reports-none-title = Nothing happened in these days
reports-none-text = Figures show as soon as a customer writes. Choose other days to look further back.
reports-none-filtered = Nothing that these filters let through. Others may have more.
reports-none-all = Take the filters away

reports-definitions = What is counted
reports-def-received = Messages from outside that came in within these days.
reports-def-sent = Messages that we wrote within these days and did not take back.
reports-def-opened = Conversations that began within these days.
reports-def-closed = Conversations that were closed within these days and are closed still.
reports-def-first_reply = From the beginning of a conversation to our first message in it, by when that was written. Conversations that we began, messages that never went out and automatic answers do not count.
reports-def-resolution = From the beginning of a conversation to its closing, by when it was closed. Reopened ones count when they are closed again.
reports-def-backlog = Open conversations whose customer waits for an answer, whenever they began.
reports-def-median = Half took as long or less.
reports-def-p90 = Nine of ten took as long or less.
reports-def-agent = Conversations count for whom they are assigned to now; what was sent counts for who wrote it.
reports-def-channel = A conversation counts for the channel that it is in now.
reports-def-all = Spam, and what was merged into another conversation.
