# Days and spans of time, for languages that a browser has no patterns for. It is loaded for those alone: a language that every
# browser knows needs none of it.
dates-month = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
# a month before its day
dates-month-of = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[other] December
}
dates-weekday = { $n ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[other] Sunday
}
dates-weekday-short = { $n ->
    [1] Mon
    [2] Tue
    [3] Wed
    [4] Thu
    [5] Fri
    [6] Sat
   *[other] Sun
}
dates-day = { $month } { $day }
dates-with-year = { $date } { $year }
dates-short = { $year }-{ $month }-{ $day }
dates-with-weekday = { $weekday }, { $date }
dates-with-weekday-short = { $weekday }, { $date }
dates-with-time = { $date }, { $time }
dates-or = or
dates-now = now
dates-yesterday = yesterday
dates-tomorrow = tomorrow
dates-minute-ago = { $n } minutes ago
dates-minute-ago-short = { $n } min. ago
dates-minute-ahead = in { $n } minutes
dates-minute-ahead-short = in { $n } min.
dates-hour-ago = { $n } hours ago
dates-hour-ago-short = { $n } h ago
dates-hour-ahead = in { $n } hours
dates-hour-ahead-short = in { $n } h
dates-day-ago = { $n } days ago
dates-day-ago-short = { $n } d ago
dates-day-ahead = in { $n } days
dates-day-ahead-short = in { $n } d
