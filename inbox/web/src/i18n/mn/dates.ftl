# Өдөр, хугацаа: хөтөч монгол хэлийг мэдэхгүй үед.
dates-month = { $n }-р сар
dates-month-of = { $n }-р сарын
dates-weekday = { $n ->
    [1] даваа
    [2] мягмар
    [3] лхагва
    [4] пүрэв
    [5] баасан
    [6] бямба
   *[other] ням
}
dates-weekday-short = { $n ->
    [1] Да
    [2] Мя
    [3] Лх
    [4] Пү
    [5] Ба
    [6] Бя
   *[other] Ня
}
dates-day = { $month } { $day }
dates-with-year = { $year } оны { $date }
dates-short = { $year }.{ $month }.{ $day }
dates-with-weekday = { $date }, { $weekday } гараг
dates-with-weekday-short = { $weekday }, { $date }
dates-with-time = { $date }, { $time }
dates-or = эсвэл
dates-now = одоо
dates-yesterday = өчигдөр
dates-tomorrow = маргааш
dates-minute-ago = { $n } минутын өмнө
dates-minute-ago-short = { $n } мин. өмнө
dates-minute-ahead = { $n } минутын дараа
dates-minute-ahead-short = { $n } мин. дараа
dates-hour-ago = { $n } цагийн өмнө
dates-hour-ago-short = { $n } ц. өмнө
dates-hour-ahead = { $n } цагийн дараа
dates-hour-ahead-short = { $n } ц. дараа
dates-day-ago = { $n } хоногийн өмнө
dates-day-ago-short = { $n } хон. өмнө
dates-day-ahead = { $n } хоногийн дараа
dates-day-ahead-short = { $n } хон. дараа
