# The messages of a conversation.
thread-region = Яриа
thread-none-title = Нээсэн яриа алга
thread-none-text = Жагсаалтаас сонгох, эсвэл J, дараа нь Enter товч дарна уу.
thread-no-messages = Энд юу ч бичигдээгүй байна
thread-back = Жагсаалт руу буцах
thread-gone = Энэ яриа энд алга
thread-gone-text = Устгасан, өөр яриатай нэгтгэсэн, эсвэл та үүнийг харах эрхгүй байна.
thread-messages = Зурвасууд
thread-older = Өмнөх зурвасуудыг харуулах
thread-older-loading = Өмнөх зурвасуудыг ачаалж байна …
thread-unknown = Тодорхойгүй хүн
thread-note = Дотоод тэмдэглэл
thread-new = Шинэ
thread-newest = Хамгийн шинэ рүү
thread-fresh = { $count ->
    [one] 1 шинэ зурвас
   *[other] { $shown } шинэ зурвас
}
thread-cancel = Цуцлах
thread-more = Бусад үйлдэл
thread-nobody = Хариуцагчгүй
thread-untag = Шошгыг хасах: { $tag }
thread-to = Хэнд: { $who }
thread-answers = Үүний хариуд
thread-deleted = Бичсэн хүн нь устгасан
thread-empty = Текстгүй
thread-related = Холбоотой
thread-unlink = Холбоосыг хасах
thread-place = Яриа { $id }
thread-place-here = Энэ яриа
thread-whole = Энэ хүнтэй хийсэн бүх яриа, цагийн дарааллаар: { $name }
thread-whole-end = Зөвхөн энэ яриа
thread-merged = Энэ яриаг өөр яриатай нэгтгэсэн.
thread-merged-open = Түүнийг нээх

thread-status-open = Нээлттэй
thread-status-snoozed = Хойшлуулсан
thread-status-closed = Хаасан
thread-status-spam = Спам
thread-status-merged = Нэгтгэсэн

# Who else is here
thread-here = Мөн энд байгаа
thread-here-looks = { $name } харж байна
thread-here-reply = { $name } хариу бичиж байна
thread-here-note = { $name } тэмдэглэл бичиж байна
thread-here-many = { $count } хүн бичиж байна

# A message, for screen readers
thread-message-in = { $name }, суваг: { $channel }, { $at }
thread-message-out = { $name } хариулсан, суваг: { $channel }, { $at }
thread-message-note = Дотоод тэмдэглэл: { $name }, { $at }
thread-say-message = { $name }: { $text }
thread-say-note = Дотоод тэмдэглэл, { $name }: { $text }
thread-say-state = Таны зурвас: { $state }. { $why }

# Marks
thread-flag-public = Нийтэд ил
thread-flag-newcomer = Энэ яриад шинээр орсон
thread-flag-auth-fail = Илгээгч хуурамч байж магадгүй
thread-flag-automatic = Автомат
thread-flag-bulk = Олноор илгээсэн и-мэйл
thread-flag-truncated = Таслагдсан
thread-flag-repeated-id = Өөр и-мэйлийн ID давтагдсан
thread-flag-edited = Засварласан
thread-flag-blocked = Илгээгчийг хориглосон
thread-flag-spam = Спам

# Text, HTML, files
thread-quote-show = Эшлэлийг харуулах
thread-quote-whole = Бүтэн текстийг харуулах
thread-quote-hide = Эшлэлийг нуух
thread-link-disguised = Энэ холбоос очих газар: { $host }
thread-html-title = И-мэйл: { $name }
thread-images-blocked = Гаднын { $count } зургийг ачаалаагүй тул таныг хэзээ уншсаныг илгээгч мэдэхгүй.
thread-images-once = Зургийг харуулах
thread-images-always = Үргэлж: { $name }
thread-files = Файлууд
thread-files-pictures = Зургууд
thread-files-open = Нээх: { $name }
thread-files-save = Татах: { $name }
thread-files-speed = Хурд
thread-files-pending = Татаж байна …
thread-files-failed = Татаж чадсангүй: { $why }
thread-picture-of = { $n } / { $all }
thread-picture-zoom = Бүтэн хэмжээ
thread-picture-before = Өмнөх зураг
thread-picture-after = Дараагийн зураг

# How far a message has come
thread-waiting = Дамжуулж байна …
thread-waiting-offline = Холболт хүлээж байна
thread-state-asking = Түр хүлээнэ үү …
thread-state-undoable = Удахгүй илгээгдэнэ
thread-state-scheduled = Товлосон: { $at }
thread-state-queued = Дараалалд
thread-state-waiting = Илгээгдээгүй: өөрөө дахин оролдоно
thread-state-held = { $channel } дахин ажиллахыг хүлээж байна
thread-state-sending = Илгээж байна
thread-state-sent = Илгээсэн
thread-state-delivered = Хүргэсэн
thread-state-read = Уншсан
thread-state-uncertain = Тодорхойгүй: хүрсэн байж магадгүй
thread-state-failed = Илгээгдээгүй: алдаа гарсан
thread-state-bounced = Хүрээгүй: буцаж ирсэн
thread-state-canceled = Цуцалсан, илгээгээгүй
thread-recipients = { $count } хүлээн авагч
thread-do-undo = Буцаах
thread-do-cancel = Илгээхгүй
thread-do-retry = Дахин оролдох
thread-do-edit = Засаад илгээх
thread-do-copy = Хуулах
thread-do-elsewhere = Өөр суваг
thread-copied = Хуулсан
thread-copy-refused = Хөтөч хуулахыг зөвшөөрөхгүй байна
thread-refused-retry = Дахин оролдсонгүй
thread-refused-resolve = Шийдвэрлэж чадсангүй
thread-refused-merge = Яриануудыг нэгтгэсэнгүй
thread-refused-split = Яриаг салгасангүй
thread-refused-move = Зурвасыг зөөсөнгүй
thread-refused-link = Холбоос өөрчлөгдсөнгүй

thread-advice-auth = Сувгийн нэвтрэлтийг хүлээж авахгүй байна: админ шинэчлэх шаардлагатай.
thread-advice-gave-up = Хоёр өдөр оролдлоо. Хаяг зөв эсэхийг шалгах, эсвэл өөр суваг ашиглана уу.
thread-advice-no-channel = Суваг устсан эсвэл унтраастай байна. Өөр суваг ашиглана уу.
thread-advice-no-outbound-url = Сувагт илгээх зам алга: админ тохируулах шаардлагатай.
thread-advice-no-recipient = Хүлээн авагч нэмээд дахин илгээнэ үү.
thread-advice-no-such-user = Бүртгэлийн нэрийг шалгах, эсвэл өөр суваг ашиглана уу.
thread-advice-not-summoned = Энэ үйлчилгээ зөвхөн биднийг дурдсан эсвэл эшилсэн нийтлэлд хариу хүлээж авдаг.
thread-advice-opted-out = Энэ замаар зурвас авахыг хүсээгүй. Өөр суваг ашиглах, эсвэл дахин зөвшөөрөл аваарай.
thread-advice-rate-limited = Үйлчилгээ хурдаа багасгахыг хүсэж байна. Өөрөө илгээгдэнэ.
thread-advice-receive-only = Энэ суваг зөвхөн хүлээн авдаг. Өөр суваг ашиглана уу.
thread-advice-too-large = Бага хэмжээтэй файл, эсвэл холбоосыг нь илгээнэ үү.
thread-advice-too-long = Богиносгох, эсвэл хэсэгчлэн илгээнэ үү.
thread-advice-undeliverable = Хаягийг шалгах, эсвэл өөр суваг ашиглана уу.
thread-advice-window = Чөлөөтэй хариулах хугацаа дууссан. Загвар эсвэл өөр суваг ашиглана уу.
thread-advice-media = Файлыг хасах, эсвэл өөр суваг ашиглана уу.

# Uncertain
thread-evidence-data-sent = { $at }: үйлчилгээнд дамжуулсан (суваг: { $channel }), гэвч хариу ирээгүй. Хүрсэн ч байж магадгүй, хүрээгүй ч байж магадгүй. Өөрөө дахин илгээгдэхгүй.
thread-evidence-prepared = { $at }: илгээхэд бэлэн байсан (суваг: { $channel }); дараа нь мэдээ тасарсан. Өөрөө дахин илгээгдэхгүй.
thread-evidence-connected = { $at }: үйлчилгээтэй холбогдсон байсан (суваг: { $channel }); дараа нь мэдээ тасарсан. Өөрөө дахин илгээгдэхгүй.
thread-evidence-unknown = { $at }: илгээж байхад саатал гарсан (суваг: { $channel }). Хүрсэн ч байж магадгүй, хүрээгүй ч байж магадгүй. Өөрөө дахин илгээгдэхгүй.
thread-evidence-look = Үйлчилгээний илгээсэн зурвас хадгалдаг газрыг харах, эсвэл энэ хүнээс асуугаарай: { $who }. Дараа нь олж мэдсэнээ сонгоно уу:
thread-evidence-details = Яг юу мэдэгдэж байгаа вэ
thread-resolve-sent = Хүрсэн
thread-resolve-again = Хүрээгүй: дахин илгээх
thread-resolve-sent-title = Хүрсэн үү?
thread-resolve-sent-text = Зурвас илгээсэн гэж харагдана. Юу ч дахин илгээхгүй.
thread-resolve-sent-do = Тийм, хүрсэн
thread-resolve-again-title = Дахин илгээх үү?
thread-resolve-again-text = Ижил зурвас дахин нэг удаа явна. Эхнийх нь хүрсэн байвал хоёр удаа авах хүн: { $who }.
thread-resolve-again-do = Дахин илгээх

# One message's menu
thread-message-menu = Зурвасын үйлдэл
thread-menu-copy = Текстийг хуулах
thread-menu-quote = Хариунд эшлэх
thread-menu-forward = Дамжуулах
thread-menu-note = Тэмдэглэл болгох
thread-menu-link = Холбоосыг хуулах
thread-menu-html = Загвартай нь харуулах
thread-menu-plain = Энгийн текстээр харуулах
thread-menu-original = Эхийг харах
thread-menu-elsewhere = Үйлчилгээн дээр нь нээх
thread-menu-raw = Эх код ба толгой
thread-menu-download = Эх кодыг татах
thread-menu-why = Яагаад энд байна вэ?
thread-menu-split = Эндээс салгах
thread-menu-move = Өөр яриа руу зөөх
thread-raw-title = Эх код
thread-raw-headers = Зөвхөн толгой
thread-raw-cut = Зөвхөн эхний { $size } харагдаж байна. Татвал бүтнээрээ байна.

# Why is this here?
thread-why-title = Яагаад энд байна вэ?
thread-why-token = Манай зурвасын хариу: тэнд тавьсан гарын үсэгтэй тэмдэг маань үүнд байна.
thread-why-token-short = манай гарын үсэгтэй тэмдэг
thread-why-own-id = Ижил ID-тай зурвас энэ яриад аль хэдийн байна.
thread-why-own-id-short = ижил зурвасын ID
thread-why-reference = Энэ ярианы зурваст хариулж байгаагаа өөрөө заасан.
thread-why-reference-short = тэндхийн зурвасыг заасан
thread-why-thread = Энэ яриад хамаарна гэж үйлчилгээ заасан.
thread-why-thread-short = үйлчилгээний өөрийн яриа
thread-why-new = Энэ яриаг эхлүүлсэн: өөр яриад хамаараагүй.
thread-why-new-short = шинэ
thread-why-written-here = Энд бичсэн.
thread-why-written-here-short = энд бичсэн
thread-why-other = Дүрмийн дагуу энд орсон.
thread-why-other-short = өөр дүрэм
thread-why-newcomer = Илгээгч нь энэ яриад шинэ тул таны хариуны хүлээн авагчдад өөрөө нэмэгдэхгүй.
thread-why-refused = Шалгаад сонгоогүй
thread-why-none = Өөр тохирох яриа байгаагүй.
thread-why-candidate = Шалгасан шалтгаан: { $rule }
thread-why-no-other-channel = Ижил и-мэйл өөр сувагт бас ирсэн.
thread-why-no-too-old = Хаагдаад хэт удсан.
thread-why-no-stranger = Илгээгч болон хүлээн авагчдын хэн нь ч тэнд оролцдоггүй.

# Merge, link, move, split
thread-join-merge = Өөр яриатай нэгтгэх
thread-join-merge-help = Энэ ярианы бүх зурвас таны сонгосон яриа руу орно.
thread-join-merge-what = Энэ яриа “{ $title }” яриатай нэгдэнэ. Хоёулангийнх нь зурвас цагийн дарааллаар үлдэнэ.
thread-join-merge-do = Нэгтгэх
thread-join-merge-anyway = Ямар ч байсан нэгтгэх
thread-join-link = Өөр яриатай холбох
thread-join-link-help = Хоёул хэвээрээ үлдэж, бие биеэ заана.
thread-join-link-what = Энэ яриа болон “{ $title }” бие биеэ заана.
thread-join-link-do = Холбох
thread-join-move = Зурвасыг зөөх
thread-join-move-help = Зурвас хаана хамаарахыг сонгоно уу.
thread-join-move-what = Зурвас “{ $title }” яриа руу орно.
thread-join-move-new = Зурвас тусдаа шинэ яриа болно.
thread-join-move-do = Зөөх
thread-join-split = Яриаг салгах
thread-join-split-what = Энэ зурвас болон дараагийн бүх зурвас шинэ яриа руу орно.
thread-join-split-do = Салгах
thread-join-new = Шинэ яриа
thread-join-search = Яриа хайх
thread-join-type = Хайх үгээ бичнэ үү
thread-join-none = Эдгээр үгтэй яриа алга
thread-join-failed = Хайлт амжилтгүй боллоо. Дахин оролдоно уу.
thread-join-back = Өөрийг сонгох
thread-join-stranger = Өөр хүн: энэ яриа – { $here }, нөгөө нь – { $there }. Нэгийг нь уншсан хүн нөгөөг нь уншина.
thread-joined-merge = Нэгтгэлээ
thread-joined-link = Холболоо
thread-joined-move = Зөөлөө
thread-joined-split = Салгалаа

# What was done
thread-changes = { $count ->
    [one] 1 өөрчлөлт
   *[other] { $shown } өөрчлөлт
}
thread-change-you = Та
thread-change-system = Inbox
thread-change-status-open = { $who } · нээсэн
thread-change-status-closed = { $who } · хаасан
thread-change-status-snoozed = { $who } · хариу иртэл хойшлуулсан
thread-change-status-spam = { $who } · спамаар тэмдэглэсэн
thread-change-status-merged = { $who } · нэгтгэсэн
thread-change-snoozed-until = { $who } · { $at } хүртэл хойшлуулсан
thread-change-assigned = { $who } · хариуцагч болгосон: { $name }
thread-change-taken = { $who } · өөртөө авсан
thread-change-unassigned = { $who } · хариуцагчийг хассан: { $name }
thread-change-team = { $who } · багт өгсөн: { $name }
thread-change-no-team = { $who } · багаас хассан
thread-change-contact = { $who } · контактыг сольсон: { $name }
thread-change-tagged = { $who } · шошго нэмсэн: { $tag }
thread-change-untagged = { $who } · шошго хассан: { $tag }
thread-change-priority = { $who } · чухлын зэрэг: { $priority }
thread-change-subject = { $who } · гарчгийг сольсон: “{ $subject }”
thread-change-merge = { $who } · нэгтгэсэн: яриа { $other }
thread-change-split = { $who } · салгасан: яриа { $other }
thread-change-link = { $who } · холбосон: яриа { $other }
thread-change-unlink = { $who } · холбоосыг хассан: яриа { $other }
thread-change-wake = { $who } · буцаж ирсэн: цаг нь болсон
thread-priority-low = бага
thread-priority-normal = энгийн
thread-priority-high = өндөр
thread-priority-urgent = яаралтай

action-thread-previous = Өмнөх зурвас
action-thread-next = Дараагийн зурвас
action-thread-unread = Эхний уншаагүй зурвас руу
action-thread-newest = Хамгийн шинэ зурвас руу
action-thread-whole = Энэ хүнтэй хийсэн бүх яриа
action-thread-merge = Өөр яриатай нэгтгэх
action-thread-link = Өөр яриатай холбох
action-thread-copy-link = Ярианы холбоосыг хуулах
action-message-copy = Зурвасын текстийг хуулах
action-message-quote = Зурвасыг хариунд эшлэх
action-message-link = Зурвасын холбоосыг хуулах
action-message-why = Энэ зурвас яагаад энд байна вэ?
