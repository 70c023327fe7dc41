# The reports; loaded with them.
reports-figures = Тоон үзүүлэлт
reports-asking = Тайлангийн хүрээ
reports-period = Хугацаа
reports-period-7 = Сүүлийн 7 хоног
reports-period-30 = Сүүлийн 30 хоног
reports-period-90 = Сүүлийн 90 хоног
reports-period-month = Энэ сар
reports-period-last_month = Өнгөрсөн сар
reports-period-custom = Эхлэх … дуусах …
reports-from = Эхний өдөр
reports-to = Сүүлийн өдөр
reports-span = { $from } – { $to }
reports-compare = Өмнөх хугацаатай харьцуулах
reports-csv = CSV татах

reports-channel = Суваг
reports-team = Баг
reports-agent = Ажилтан
reports-tag = Шошго
reports-any-channel = Бүх суваг
reports-any-team = Бүх баг
reports-any-agent = Бүх ажилтан
reports-any-tag = Бүх шошго
reports-no-channel = Суваггүй
reports-no-team = Баггүй
reports-no-agent = Хариуцагчгүй
reports-no-tag = Шошгогүй

reports-received = Ирсэн
reports-sent = Илгээсэн
reports-opened = Эхэлсэн
reports-closed = Хаасан
reports-first_reply = Анхны хариу
reports-resolution = Шийдвэрлэлт
reports-median = Медиан
reports-p90 = 90 % нь { $time } дотор, нийт { $count }
reports-column-p90 = Анхны хариу, 90 %
reports-all = Тооцоогүй
reports-nine-of-ten = Арав тутмын ес
reports-open = Одоо нээлттэй
reports-waiting = Хариу хүлээж буй
reports-waiting-median = Хүлээлт, медиан
reports-waiting-oldest = Хамгийн удаан хүлээсэн, эхэлсэн
reports-none-resolved = одоогоор шийдсэн нь алга
reports-none-answered = одоогоор хариулсан нь алга
reports-conversations = { $count ->
    [one] яриа
   *[other] яриа
}
reports-in-conversations = зурвас, { $count } яриад
reports-see = { $what }: { $value }. Яриануудыг харуулах
reports-was = өмнө нь { $value }
reports-was-none = өмнө нь байгаагүй

reports-by-day = Өдрөөр
reports-day = Өдөр
reports-as-table = Хүснэгтээр
reports-chart = Ирсэн, илгээсэн зурвас болон хаасан яриа, өдрөөр. Хамгийн олон ирсэн өдөр – { $day }: { $count } зурвас.
reports-heat = Харилцагчид хэзээ бичдэг вэ
reports-heat-help = Сум товчоор шилжиж, Enter-ээр яриануудыг харуулна.
reports-weekday = Гараг
reports-slot = { $day }, { $hour }: { $count } зурвас
reports-busiest = Хамгийн олон ирдэг үе – { $day }, { $hour }: { $count } зурвас. Цагийн бүс: { $zone }.
reports-fewer = цөөн
reports-more = олон
reports-breakdown = Дэлгэрэнгүй
reports-by-channel = Сувгууд
reports-by-agent = Ажилтнууд
reports-by-team = Багууд
reports-by-tag = Шошго
reports-none-of = { $what }: энэ хугацаанд юу ч алга
reports-backlog = Одоо хэн хүлээж байна
reports-ages = Хүлээсэн хугацаа
reports-age-under = { $time } хүрээгүй
reports-age-between = { $from } – { $to }
reports-age-over = { $time } ба түүнээс удаан

reports-none-title = Энэ хугацаанд юу ч болоогүй
reports-none-text = Харилцагч бичмэгц тоо гарч ирнэ. Өмнөхийг харах бол өөр өдөр сонгоно уу.
reports-none-filtered = Эдгээр шүүлтүүрт тохирох зүйл алга. Бусад нь илүү олныг харуулж магадгүй.
reports-none-all = Шүүлтүүрийг арилгах

reports-definitions = Юуг тооцдог вэ
reports-def-received = Энэ хугацаанд гаднаас ирсэн зурвасууд.
reports-def-sent = Энэ хугацаанд бидний бичсэн, буцаагаагүй зурвасууд.
reports-def-opened = Энэ хугацаанд эхэлсэн яриа.
reports-def-closed = Энэ хугацаанд хаасан, одоо ч хаалттай байгаа яриа.
reports-def-first_reply = Яриа эхэлснээс бидний анхны зурвас хүртэлх хугацаа, зурвас бичсэн өдрөөр. Бидний эхлүүлсэн яриа, илгээгдээгүй зурвас, автомат хариуг тооцохгүй.
reports-def-resolution = Яриа эхэлснээс хаагдах хүртэлх хугацаа, хаасан өдрөөр. Дахин нээснийг дахин хаахад тооцно.
reports-def-backlog = Харилцагч нь хариу хүлээж буй нээлттэй яриа, хэзээ эхэлснээс үл хамааран.
reports-def-median = Тал нь ийм буюу түүнээс бага хугацаа авсан.
reports-def-p90 = Арав тутмын ес нь ийм буюу түүнээс бага хугацаа авсан.
reports-def-agent = Яриаг одоогийн хариуцагчаар, илгээснийг бичсэн хүнээр нь тооцно.
reports-def-channel = Яриаг одоо байгаа сувгаар нь тооцно.
reports-def-all = Спам болон өөр яриатай нэгтгэсэн яриа.
