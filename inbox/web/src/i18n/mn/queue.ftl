# The navigation's views and the list of conversations.
queue-region = Яриа
queue-nav-queues = Дараалал
queue-nav-views = Харагдац
queue-nav-teams = Багууд
queue-nav-channels = Сувгууд
queue-nav-tags = Шошго
queue-view-mine = Миний
queue-view-unassigned = Хариуцагчгүй
queue-view-mentions = Дурдалт
queue-view-open = Бүх нээлттэй
queue-view-all = Бүгд
queue-view-snoozed = Хойшлуулсан
queue-view-closed = Хаасан
queue-view-spam = Спам
queue-view-failed = Илгээгдээгүй
queue-view-uncertain = Тодорхойгүй
queue-view-search = Хайлт
queue-list-received = Ирсэн
queue-list-sent = Илгээсэн
queue-list-created = Эхэлсэн
queue-list-closed = Хаасан
queue-list-replied = Анх хариулсан
queue-list-waiting = Хүлээж буй
queue-list-all = Яриа
queue-list-no-team = Баггүй
queue-list-span = { $from } – { $to }
queue-list-since = { $from }-с хойш
queue-list-until = { $to } хүртэл
queue-count = { $more ->
    [yes] Одоогоор { $shown } яриа
   *[other] { $count ->
        [one] 1 яриа
       *[other] { $shown } яриа
    }
}

# One row
queue-nobody = Тодорхойгүй хүн
queue-no-subject = Гарчиггүй
queue-unread = уншаагүй
queue-assigned = Хариуцагч: { $name }
queue-delivery-failed = Илгээгдээгүй
queue-delivery-uncertain = Тодорхойгүй
queue-mentioned = Таныг дурдсан
queue-draft = Таны ноорог
queue-returned-time = Буцаж ирсэн: цаг нь болсон
queue-returned-answer = Буцаж ирсэн: хариу ирсэн
queue-returned-failed = Буцаж ирсэн: зурвас илгээгдсэнгүй
queue-until = Хойшлуулсан: { $when }
queue-waiting = хүлээж эхэлсэн:
queue-here = Одоо энд: { $names }
queue-writing = { $count ->
    [one] { $names } бичиж байна …
   *[other] { $names } бичиж байна …
}

# The list
queue-fresh = { $count ->
    [one] 1 шинэ
   *[other] { $count } шинэ
}
queue-unseen = Тэмдэглэсэн мөр харагдахгүй байсан тул юу ч хийгээгүй. Яг энэ мөн бол товчоо дахин дарна уу.
queue-options = Эрэмбэ ба харагдац
queue-sort = Эрэмбэлэх
queue-sort-newest = Шинэ нь эхэндээ
queue-sort-oldest = Хуучин нь эхэндээ
queue-sort-oldest-waiting = Удаан хүлээсэн нь эхэндээ
queue-only-unread = Зөвхөн уншаагүй
queue-report = Тайлан
queue-select-all = Бүгдийг сонгох
queue-select-none = Сонголтыг арилгах
queue-bulk = Сонгосон яриа
queue-bulk-more = Бүгдэд нь: бусад үйлдэл
queue-selected = { $count ->
    [one] 1 сонгосон
   *[other] { $shown } сонгосон
}
queue-failures = { $count ->
    [one] 1 яриа өөрчлөгдсөнгүй
   *[other] { $count } яриа өөрчлөгдсөнгүй
}
queue-merge = { $count } яриаг нэгтгэх
queue-merge-text = Бүх зурвас нь үлдэх яриа руу цаг хугацааны дарааллаар орно.
queue-merge-into = Аль нь үлдэх вэ?
queue-merge-people = Эдгээр нь { $count } өөр хүнтэй хийсэн яриа: нэгийг нь уншсан хүн бүгдийг уншина.
queue-merge-do = Нэгтгэх
queue-done-closed = { $count ->
    [one] Хаалаа
   *[other] { $count } яриаг хаалаа
}
queue-done-reopened = { $count ->
    [one] Дахин нээлээ
   *[other] { $count } яриаг дахин нээлээ
}
queue-done-taken = { $count ->
    [one] Танд хариуцууллаа
   *[other] { $count } яриаг танд хариуцууллаа
}
queue-done-merged = { $count } яриаг нэгтгэлээ

# Saved views
queue-view-own = Энэ харагдац
queue-view-save = Харагдац болгон хадгалах
queue-view-name = Нэр
queue-view-nameless = Нэр өгнө үү
queue-view-shared = Бүх хүнд
queue-view-shared-help = Хамт ажиллагсад тань өөрсдийн харагдацын хажууд үүнийг харна.
queue-view-rename = Нэр солих
queue-view-share = Бүх хүнд харуулах
queue-view-unshare = Зөвхөн надад
queue-view-up = Дээш зөөх
queue-view-down = Доош зөөх
queue-view-delete = Харагдацыг устгах
queue-view-delete-text = “{ $name }” харагдацын жагсаалтаас хасагдана. Яриа нь үлдэнэ.
queue-view-delete-do = Устгах
queue-view-refused = Харагдац өөрчлөгдсөнгүй

# Search
queue-search = Яриа хайх
queue-search-ask = Үг, нэр, from: is: tag: …
queue-search-clear = Хайлтыг арилгах
queue-search-offers = Санал
queue-search-wrong = Энэ хайлтыг ойлгосонгүй:
queue-search-me = Би
queue-search-none = Хэн ч биш
queue-search-attachment = Файлтай
queue-search-notes = Тэмдэглэл дотор
queue-search-is-open = Нээлттэй
queue-search-is-closed = Хаасан
queue-search-is-snoozed = Хойшлуулсан
queue-search-is-spam = Спам
queue-search-is-unread = Уншаагүй
queue-search-is-failed = Илгээгдээгүй
queue-search-is-uncertain = Тодорхойгүй
queue-search-is-waiting = Хариу хүлээж буй
queue-search-day-today = Өнөөдөр
queue-search-day-yesterday = Өчигдөр
queue-search-day-7d = Долоо хоногийн өмнө
queue-search-day-1m = Сарын өмнө
queue-search-what-from = хэн бичсэн
queue-search-what-to = хэнд бичсэн
queue-search-what-channel = аль сувгаар
queue-search-what-assignee = хэн хариуцсан
queue-search-what-is = ямар төлөвтэй
queue-search-what-tag = энэ шошготой
queue-search-what-team = энэ багийн
queue-search-what-before = энэ өдрөөс өмнө
queue-search-what-after = энэ өдрөөс хойш
queue-search-what-has = файлтай
queue-search-what-in = тэмдэглэл дотор
queue-search-start = Бүхнээс хайх
queue-search-start-text = Үг эсвэл нэр бичээд нарийсгаарай:
queue-search-example-is-unread = Таны уншаагүй яриа
queue-search-example-assignee-me = Таны хариуцсан, хариу хүлээж буй яриа
queue-search-example-has-attachment = Сүүлийн долоо хоногийн файлтай яриа
queue-search-example-is-failed = Илгээж чадаагүй зурвас
queue-search-example-in-notes = Зөвхөн ажилтнуудын тэмдэглэсэн
queue-search-example-phrase = Яг эдгээр үг, энэ дарааллаар
queue-search-example-minus = Энэ үггүй
queue-search-example-words = яг эдгээр үг
queue-search-example-word = үг
queue-hint = { $term } байхгүй бол: { $found }

# Nothing here
queue-empty-search = Юу ч олдсонгүй
queue-empty-search-text = Цөөн эсвэл өөр үгээр хайгаад үзнэ үү. Хаасан яриа, спамаас ч хайсан.
queue-empty-search-drop = Аль нэгийг нь хасах уу?
queue-empty-unread = Бүгдийг уншсан
queue-empty-unread-text = Одоо энд зөвхөн уншаагүй яриа харагдана.
queue-empty-unread-do = Бүгдийг харуулах
queue-empty-mine = Таныг хүлээж буй зүйл алга
queue-empty-mine-text = Танд хариуцуулсан яриа энд гарч ирнэ.
queue-empty-unassigned = Бүгд хариуцагчтай
queue-empty-unassigned-text = Хэн ч хариуцаж аваагүй шинэ яриа энд гарч ирнэ.
queue-empty-mentions = Таныг хэн ч дурдаагүй
queue-empty-mentions-text = Ажилтан тэмдэглэлдээ @таны нэрийг бичвэл, таныг харах хүртэл тэр яриа энд байна.
queue-empty-open = Бүгд дууссан
queue-empty-open-text = Шинэ яриа энд өөрөө гарч ирнэ.
queue-empty-all = Яриа алга
queue-empty-all-text = Харилцагчдын бичсэн зүйл энд гарч ирнэ.
queue-empty-snoozed = Хойшлуулсан яриа алга
queue-empty-snoozed-text = Хүлээж болох зүйлийг S товчоор хойшлуулна уу: энд байж байгаад цагтаа буцаж ирнэ.
queue-empty-closed = Хаасан яриа алга
queue-empty-closed-text = Дууссан яриа энд байна. Хариу ирвэл дахин нээгдэнэ.
queue-empty-spam = Спам алга
queue-empty-spam-text = Та эсвэл шүүлтүүр спамаар тэмдэглэсэн зүйл хэнд ч саад болохгүй энд байна.
queue-empty-failed = Бүгд илгээгдсэн
queue-empty-failed-text = Илгээж чадаагүй зурвас энд гарч ирнэ, чимээгүй алга болохгүй.
queue-empty-uncertain = Эргэлзээтэй зүйл алга
queue-empty-uncertain-text = Хүрсэн эсэх нь мэдэгдэхгүй зурвас энд гарч ирнэ.
queue-empty-channel = Энэ сувагт нээлттэй яриа алга
queue-empty-channel-text = Энэ сувгаар ирсэн зүйл энд өөрөө гарч ирнэ.
queue-empty-tag = Энэ шошготой нээлттэй яриа алга
queue-empty-tag-text = Нээлттэй яриаг T товчоор шошголно.
queue-empty-team = Энэ багт нээлттэй яриа алга
queue-empty-team-text = Энэ багт өгсөн яриа энд гарч ирнэ.
queue-empty-view = Энэ харагдацад тохирох яриа алга
queue-empty-view-text = Шүүлтүүрт нь тохирох яриа энд гарч ирнэ.
queue-empty-list = Энд юу ч үлдсэнгүй
queue-empty-list-text = Эдгээр шүүлтүүрт тохирох яриа одоо алга.
queue-empty-go-unassigned = Хариуцагчгүйг харах
queue-empty-go-mine = Минийхийг харах
queue-empty-go-open = Нээлттэйг харах
queue-empty-go-snoozed = Хойшлуулсныг харах
queue-empty-go-closed = Хаасныг харах

action-list-next = Дараагийн яриа
action-list-previous = Өмнөх яриа
action-list-down = Жагсаалтад нэг доош
action-list-up = Жагсаалтад нэг дээш
action-list-first = Жагсаалтын эхэнд
action-list-last = Жагсаалтын төгсгөлд
action-list-clear = Сонголтыг арилгах
action-list-select = Сонгох
action-list-extend-down = Дараагийнхыг ч сонгох
action-list-extend-up = Өмнөхийг ч сонгох
action-list-select-all = Бүгдийг сонгох
action-list-merge = Сонгосон яриаг нэгтгэх
action-list-open = Яриаг нээх
action-list-back = Жагсаалт руу буцах
action-conversation-close = Хаах
action-conversation-reopen = Дахин нээх
action-conversation-take = Надад хариуцуулах
action-conversation-unread = Уншаагүй болгох
