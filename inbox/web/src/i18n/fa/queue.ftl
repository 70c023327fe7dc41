# نماهای ناوبری و فهرست گفتگوها.
queue-region = گفتگوها
queue-nav-queues = صف‌ها
queue-nav-views = نماها
queue-nav-teams = تیم‌ها
queue-nav-channels = کانال‌ها
queue-nav-tags = برچسب‌ها
queue-view-mine = مال من
queue-view-unassigned = واگذارنشده
queue-view-mentions = اشاره‌ها
queue-view-open = همهٔ بازها
queue-view-all = همه چیز
queue-view-snoozed = در تعویق
queue-view-closed = بسته
queue-view-spam = هرزنامه
queue-view-failed = ارسال ناموفق
queue-view-uncertain = نامعلوم
queue-view-search = جستجو
queue-list-received = دریافتی
queue-list-sent = ارسالی
queue-list-created = آغازشده
queue-list-closed = بسته
queue-list-replied = نخستین پاسخ
queue-list-waiting = در انتظار
queue-list-all = گفتگوها
queue-list-no-team = بدون تیم
queue-list-span = { $from } تا { $to }
queue-list-since = از { $from }
queue-list-until = تا { $to }
queue-count = { $more ->
    [yes] تا این‌جا { $shown } گفتگو
   *[other] { $count ->
        [one] { $shown } گفتگو
       *[other] { $shown } گفتگو
    }
}

# یک سطر
queue-nobody = ناشناس
queue-no-subject = بدون موضوع
queue-unread = نخوانده
queue-assigned = واگذار به { $name }
queue-delivery-failed = ناموفق
queue-delivery-uncertain = نامعلوم
queue-mentioned = از شما نام برده شده
queue-draft = پیش‌نویس شما
queue-returned-time = بازگشت: زمانش رسید
queue-returned-answer = بازگشت: پاسخ دادند
queue-returned-failed = بازگشت: پیامی نرفت
queue-until = در تعویق تا { $when }
queue-waiting = در انتظار از
queue-here = { $names }: اکنون این‌جا
queue-writing = { $count ->
    [one] { $names } می‌نویسد …
   *[other] { $names } می‌نویسند …
}

# فهرست
queue-fresh = { $count ->
    [one] { $count } جدید
   *[other] { $count } جدید
}
queue-unseen = سطر نشان‌شده از دید بیرون بود و کاری با آن نشد. اگر همین را می‌خواهید، کلید را دوباره بزنید.
queue-options = ترتیب و نما
queue-sort = ترتیب
queue-sort-newest = نخست تازه‌ترین
queue-sort-oldest = نخست قدیمی‌ترین
queue-sort-oldest-waiting = نخست منتظرترین
queue-only-unread = فقط نخوانده‌ها
queue-report = گزارش
queue-select-all = انتخاب همه
queue-select-none = لغو انتخاب
queue-bulk = گفتگوهای انتخاب‌شده
queue-bulk-more = کارهای دیگر برای همه
queue-selected = { $count ->
    [one] { $shown } انتخاب‌شده
   *[other] { $shown } انتخاب‌شده
}
queue-failures = { $count ->
    [one] { $count } گفتگو تغییر نکرد
   *[other] { $count } گفتگو تغییر نکردند
}
queue-merge = ادغام { $count } گفتگو
queue-merge-text = همهٔ پیام‌ها به ترتیب زمان به گفتگویی می‌روند که می‌ماند.
queue-merge-into = کدام یک بماند؟
queue-merge-people = با { $count } شخص جدا هستند: هر کس یکی را بخواند، همه را می‌خواند.
queue-merge-do = ادغام
queue-done-closed = { $count ->
    [one] بسته شد
   *[other] { $count } گفتگو بسته شدند
}
queue-done-reopened = { $count ->
    [one] دوباره باز شد
   *[other] { $count } گفتگو دوباره باز شدند
}
queue-done-taken = { $count ->
    [one] به شما واگذار شد
   *[other] { $count } گفتگو به شما واگذار شدند
}
queue-done-merged = { $count } گفتگو ادغام شدند

# نماهای ذخیره‌شده
queue-view-own = این نما
queue-view-save = ذخیره به عنوان نما
queue-view-name = نام
queue-view-nameless = نامی به آن بدهید
queue-view-shared = برای همه
queue-view-shared-help = همهٔ همکاران آن را کنار نماهای خود می‌بینند.
queue-view-rename = تغییر نام
queue-view-share = نمایش به همه
queue-view-unshare = فقط برای خودم
queue-view-up = بردن به بالا
queue-view-down = بردن به پایین
queue-view-delete = حذف نما
queue-view-delete-text = «{ $name }» از فهرست نماها می‌رود. گفتگوهایش می‌مانند.
queue-view-delete-do = حذف
queue-view-refused = نما تغییر نکرد

# جستجو
queue-search = جستجو در گفتگوها
queue-search-ask = واژه، نام، from: is: tag:{"\u200E"} …
queue-search-clear = پاک کردن جستجو
queue-search-offers = پیشنهادها
queue-search-wrong = این جستجو خواندنی نیست:
queue-search-me = خودم
queue-search-none = هیچ‌کس
queue-search-attachment = با فایل
queue-search-notes = در یادداشت‌ها
queue-search-is-open = باز
queue-search-is-closed = بسته
queue-search-is-snoozed = در تعویق
queue-search-is-spam = هرزنامه
queue-search-is-unread = نخوانده
queue-search-is-failed = ارسال ناموفق
queue-search-is-uncertain = نامعلوم
queue-search-is-waiting = در انتظار پاسخ
queue-search-day-today = امروز
queue-search-day-yesterday = دیروز
queue-search-day-7d = یک هفته پیش
queue-search-day-1m = یک ماه پیش
queue-search-what-from = نویسنده
queue-search-what-to = گیرنده
queue-search-what-channel = از کدام کانال
queue-search-what-assignee = واگذار به چه کسی
queue-search-what-is = در چه وضعیتی
queue-search-what-tag = با این برچسب
queue-search-what-team = از این تیم
queue-search-what-before = پیش از یک روز
queue-search-what-after = از یک روز به بعد
queue-search-what-has = با فایل
queue-search-what-in = در یادداشت‌ها
queue-search-start = جستجو در همه چیز
queue-search-start-text = واژه یا نامی بنویسید و دامنه را تنگ‌تر کنید:
queue-search-example-is-unread = آنچه نخوانده‌اید
queue-search-example-assignee-me = مال شما، در انتظار پاسخ
queue-search-example-has-attachment = با فایل، از هفتهٔ گذشته
queue-search-example-is-failed = آنچه فرستاده نشد
queue-search-example-in-notes = فقط یادداشت‌های همکاران
queue-search-example-phrase = درست همین واژه‌ها، پشت سر هم
queue-search-example-minus = بدون این واژه
queue-search-example-words = عین واژه‌ها
queue-search-example-word = واژه
queue-hint = بدون { $term }: { $found }

# چیزی نیست
queue-empty-search = چیزی پیدا نشد
queue-empty-search-text = با واژه‌های کمتر یا دیگری جستجو کنید. گفتگوهای بسته و هرزنامه هم جستجو شدند.
queue-empty-search-drop = چیزی را کنار بگذارید؟
queue-empty-unread = همه خوانده شده
queue-empty-unread-text = اکنون فقط گفتگوهای نخوانده این‌جا می‌آیند.
queue-empty-unread-do = نمایش همه
queue-empty-mine = چیزی در انتظار شما نیست
queue-empty-mine-text = گفتگوهایی که به شما واگذار شوند این‌جا می‌آیند.
queue-empty-unassigned = همه واگذار شده‌اند
queue-empty-unassigned-text = گفتگوهای جدیدی که کسی برنداشته این‌جا می‌آیند.
queue-empty-mentions = کسی شما را صدا نزده
queue-empty-mentions-text = هرگاه همکاری در یادداشتی با @ از شما نام ببرد، گفتگو تا وقتی آن را ببینید این‌جا می‌ماند.
queue-empty-open = همه چیز انجام شد
queue-empty-open-text = گفتگوهای جدید خودبه‌خود این‌جا می‌آیند.
queue-empty-all = هنوز گفتگویی نیست
queue-empty-all-text = هر چه مشتریان بنویسند این‌جا می‌آید.
queue-empty-snoozed = چیزی در تعویق نیست
queue-empty-snoozed-text = آنچه را می‌تواند بماند با کلید S به تعویق بیندازید: این‌جا می‌ماند و به‌هنگام بازمی‌گردد.
queue-empty-closed = هنوز چیزی بسته نشده
queue-empty-closed-text = گفتگوهای تمام‌شده این‌جا می‌مانند. پاسخی تازه آن‌ها را دوباره باز می‌کند.
queue-empty-spam = هرزنامه‌ای نیست
queue-empty-spam-text = آنچه شما یا یک صافی هرزنامه شمرده این‌جا می‌ماند، دور از چشم همه.
queue-empty-failed = همه چیز فرستاده شد
queue-empty-failed-text = پیام‌هایی که فرستاده نشوند این‌جا می‌آیند و هیچ‌یک بی‌صدا گم نمی‌شود.
queue-empty-uncertain = چیز نامعلومی نیست
queue-empty-uncertain-text = پیام‌هایی که کسی نمی‌داند رسیده‌اند یا نه این‌جا می‌آیند.
queue-empty-channel = در این کانال گفتگوی بازی نیست
queue-empty-channel-text = هر چه از آن برسد خودبه‌خود این‌جا می‌آید.
queue-empty-tag = گفتگوی بازی این برچسب را ندارد
queue-empty-tag-text = با کلید T به گفتگوهای باز برچسب بزنید.
queue-empty-team = این تیم گفتگوی بازی ندارد
queue-empty-team-text = گفتگوهایی که به تیم سپرده شوند این‌جا می‌آیند.
queue-empty-view = چیزی با این نما جور نیست
queue-empty-view-text = گفتگوهایی که با صافی‌هایش جور باشند این‌جا می‌آیند.
queue-empty-list = دیگر چیزی این‌جا نیست
queue-empty-list-text = اکنون گفتگویی با این صافی‌ها جور نیست.
queue-empty-go-unassigned = دیدن واگذارنشده‌ها
queue-empty-go-mine = دیدن مال خودم
queue-empty-go-open = دیدن همهٔ بازها
queue-empty-go-snoozed = دیدن گفتگوهای در تعویق
queue-empty-go-closed = دیدن بسته‌ها

action-list-next = گفتگوی بعد
action-list-previous = گفتگوی پیش
action-list-down = یکی پایین‌تر در فهرست
action-list-up = یکی بالاتر در فهرست
action-list-first = رفتن به آغاز فهرست
action-list-last = رفتن به پایان فهرست
action-list-clear = لغو انتخاب
action-list-select = انتخاب
action-list-extend-down = انتخاب بعدی هم
action-list-extend-up = انتخاب پیشین هم
action-list-select-all = انتخاب همه
action-list-merge = ادغام گفتگوهای انتخاب‌شده
action-list-open = باز کردن گفتگو
action-list-back = بازگشت به فهرست
action-conversation-close = بستن
action-conversation-reopen = بازگشایی
action-conversation-take = واگذاری به خودم
action-conversation-unread = نخوانده شود
