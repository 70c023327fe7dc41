# گزارش‌ها؛ همراه با آن‌ها بار می‌شود.
reports-figures = رقم‌ها
reports-asking = گزارش دربارهٔ چیست
reports-period = روزها
reports-period-7 = { 7 } روز گذشته
reports-period-30 = { 30 } روز گذشته
reports-period-90 = { 90 } روز گذشته
reports-period-month = این ماه
reports-period-last_month = ماه گذشته
reports-period-custom = از … تا …
reports-from = نخستین روز
reports-to = آخرین روز
reports-span = { $from } تا { $to }
reports-compare = سنجش با روزهای پیش از آن
reports-csv = دانلود به شکل CSV

reports-channel = کانال
reports-team = تیم
reports-agent = کارشناس
reports-tag = برچسب
reports-any-channel = همهٔ کانال‌ها
reports-any-team = همهٔ تیم‌ها
reports-any-agent = همهٔ کارشناسان
reports-any-tag = همهٔ برچسب‌ها
reports-no-channel = بدون کانال
reports-no-team = بدون تیم
reports-no-agent = هیچ‌کس
reports-no-tag = بدون برچسب

reports-received = دریافتی
reports-sent = ارسالی
reports-opened = آغازشده
reports-closed = بسته
reports-first_reply = نخستین پاسخ
reports-resolution = زمان حل
reports-median = میانه
reports-p90 = { 90 }٪ تا { $time }، از { $count }
reports-column-p90 = نخستین پاسخ، { 90 }٪
reports-all = کنارگذاشته
reports-nine-of-ten = نُه از ده
reports-open = اکنون باز
reports-waiting = در انتظار پاسخ
reports-waiting-median = انتظار، میانه
reports-waiting-oldest = دیرینه‌ترین انتظار، از
reports-none-resolved = هنوز هیچ‌کدام حل نشده
reports-none-answered = هنوز هیچ‌کدام پاسخ نگرفته
reports-conversations = { $count ->
    [one] گفتگو
   *[other] گفتگو
}
reports-in-conversations = { $count ->
    [one] پیام در { $count } گفتگو
   *[other] پیام در { $count } گفتگو
}
reports-see = { $what }: { $value }. نمایش گفتگوها
reports-was = پیش‌تر { $value }
reports-was-none = پیش‌تر هیچ

reports-by-day = روزبه‌روز
reports-day = روز
reports-as-table = به شکل جدول
reports-chart = { $count ->
    [one] پیام‌های دریافتی و ارسالی و گفتگوهای بسته، روزبه‌روز. بیشترین دریافت در { $day } بود: { $count } پیام.
   *[other] پیام‌های دریافتی و ارسالی و گفتگوهای بسته، روزبه‌روز. بیشترین دریافت در { $day } بود: { $count } پیام.
}
reports-heat = مشتریان چه هنگام می‌نویسند
reports-heat-help = با کلیدهای جهت جابه‌جا شوید، Enter گفتگوها را نشان می‌دهد.
reports-weekday = روز هفته
reports-slot = { $count ->
    [one] { $day }، { $hour }: { $count } پیام
   *[other] { $day }، { $hour }: { $count } پیام
}
reports-busiest = { $count ->
    [one] بیشترین دریافت { $day } ساعت { $hour } است: { $count } پیام. ساعت‌ها به وقت { $zone } است.
   *[other] بیشترین دریافت { $day } ساعت { $hour } است: { $count } پیام. ساعت‌ها به وقت { $zone } است.
}
reports-fewer = کمتر
reports-more = بیشتر
reports-breakdown = جزئیات
reports-by-channel = کانال‌ها
reports-by-agent = کارشناسان
reports-by-team = تیم‌ها
reports-by-tag = برچسب‌ها
reports-none-of = { $what }: در این روزها هیچ
reports-backlog = چه کسی اکنون منتظر است
reports-ages = مدت انتظار
reports-age-under = کمتر از { $time }
reports-age-between = { $from } تا { $to }
reports-age-over = { $time } و بیشتر

reports-none-title = در این روزها خبری نبوده
reports-none-text = همین که مشتری‌ای بنویسد رقم‌ها می‌آیند. برای گذشتهٔ دورتر روزهای دیگری برگزینید.
reports-none-filtered = چیزی از این صافی‌ها نمی‌گذرد. شاید صافی‌های دیگر بیشتر داشته باشند.
reports-none-all = برداشتن صافی‌ها

reports-definitions = چه چیز شمرده می‌شود
reports-def-received = پیام‌هایی که در این روزها از بیرون رسیدند.
reports-def-sent = پیام‌هایی که در این روزها نوشتیم و پس نگرفتیم.
reports-def-opened = گفتگوهایی که در این روزها آغاز شدند.
reports-def-closed = گفتگوهایی که در این روزها بسته شدند و هنوز بسته‌اند.
reports-def-first_reply = از آغاز گفتگو تا نخستین پیام ما در آن، بر پایهٔ زمان نوشتن آن پیام. گفتگوهایی که ما آغاز کردیم، پیام‌هایی که هرگز نرفتند و پاسخ‌های خودکار شمرده نمی‌شوند.
reports-def-resolution = از آغاز گفتگو تا بسته شدنش، بر پایهٔ زمان بسته شدن. گفتگوهای بازگشوده وقتی شمرده می‌شوند که دوباره بسته شوند.
reports-def-backlog = گفتگوهای بازی که مشتری‌شان در انتظار پاسخ است، هر زمان که آغاز شده باشند.
reports-def-median = نیمی همین‌قدر یا کمتر زمان بردند.
reports-def-p90 = نُه تا از هر ده تا همین‌قدر یا کمتر زمان بردند.
reports-def-agent = گفتگو برای کسی شمرده می‌شود که اکنون به او واگذار است؛ پیام ارسالی برای نویسنده‌اش.
reports-def-channel = گفتگو برای کانالی شمرده می‌شود که اکنون در آن است.
reports-def-all = هرزنامه و آنچه در گفتگوی دیگری ادغام شده است.
