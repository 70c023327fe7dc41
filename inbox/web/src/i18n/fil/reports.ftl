# The reports; loaded with them.
reports-figures = Mga bilang
reports-asking = Tungkol saan ang ulat
reports-period = Mga araw
reports-period-7 = Huling 7 araw
reports-period-30 = Huling 30 araw
reports-period-90 = Huling 90 araw
reports-period-month = Ngayong buwan
reports-period-last_month = Nakaraang buwan
reports-period-custom = Mula … hanggang …
reports-from = Unang araw
reports-to = Huling araw
reports-span = { $from } – { $to }
reports-compare = Ihambing sa mga nakaraang araw
reports-csv = I-download bilang CSV

reports-channel = Channel
reports-team = Team
reports-agent = Ahente
reports-tag = Tag
reports-any-channel = Lahat ng channel
reports-any-team = Lahat ng team
reports-any-agent = Lahat ng ahente
reports-any-tag = Lahat ng tag
reports-no-channel = Walang channel
reports-no-team = Walang team
reports-no-agent = Walang may-ari
reports-no-tag = Walang tag

reports-received = Natanggap
reports-sent = Naipadala
reports-opened = Nagsimula
reports-closed = Isinara
reports-first_reply = Unang sagot
reports-resolution = Paglutas
reports-median = Median
reports-p90 = 90 % sa loob ng { $time }, sa { $count }
reports-column-p90 = Unang sagot, 90 %
reports-all = Hindi isinama
reports-nine-of-ten = Siyam sa sampu
reports-open = Bukas ngayon
reports-waiting = Naghihintay ng sagot
reports-waiting-median = Paghihintay, median
reports-waiting-oldest = Pinakamatagal naghihintay, mula
reports-none-resolved = wala pang nalutas
reports-none-answered = wala pang nasagot
reports-conversations = { $count ->
    [one] usapan
   *[other] usapan
}
reports-in-conversations = mensahe sa { $count } usapan
reports-see = { $what }: { $value }. Ipakita ang mga usapan
reports-was = { $value } dati
reports-was-none = wala dati

reports-by-day = Bawat araw
reports-day = Araw
reports-as-table = Bilang talahanayan
reports-chart = Mga natanggap at naipadalang mensahe at isinarang usapan, bawat araw. Pinakamarami ang dumating noong { $day }: { $count } mensahe.
reports-heat = Kailan sumusulat ang mga customer
reports-heat-help = Lumipat gamit ang mga arrow key; ipinapakita ng Enter ang mga usapan.
reports-weekday = Araw ng linggo
reports-slot = { $day }, { $hour }: { $count } mensahe
reports-busiest = Pinakamarami ang dumarating tuwing { $day }, { $hour }: { $count } mensahe. Ayon sa oras ng { $zone }.
reports-fewer = mas kaunti
reports-more = mas marami
reports-breakdown = Detalyado
reports-by-channel = Mga channel
reports-by-agent = Mga ahente
reports-by-team = Mga team
reports-by-tag = Mga tag
reports-none-of = { $what }: wala sa mga araw na ito
reports-backlog = Sino ang naghihintay ngayon
reports-ages = Naghihintay nang
reports-age-under = Wala pang { $time }
reports-age-between = { $from } hanggang { $to }
reports-age-over = { $time } pataas

reports-none-title = Walang nangyari sa mga araw na ito
reports-none-text = Lalabas ang mga bilang kapag may sumulat na customer. Pumili ng ibang araw para tumingin pa sa nakaraan.
reports-none-filtered = Walang pumapasa sa mga filter na ito. Baka mas marami sa iba.
reports-none-all = Alisin ang mga filter

reports-definitions = Ano ang binibilang
reports-def-received = Mga mensahe mula sa labas na dumating sa mga araw na ito.
reports-def-sent = Mga mensaheng isinulat natin sa mga araw na ito at hindi binawi.
reports-def-opened = Mga usapang nagsimula sa mga araw na ito.
reports-def-closed = Mga usapang isinara sa mga araw na ito at sarado pa rin.
reports-def-first_reply = Mula sa simula ng usapan hanggang sa unang mensahe natin dito, ayon sa kung kailan iyon isinulat. Hindi binibilang ang mga usapang tayo ang nagsimula, mga mensaheng hindi naipadala, at mga awtomatikong sagot.
reports-def-resolution = Mula sa simula ng usapan hanggang sa pagsasara nito, ayon sa kung kailan ito isinara. Binibilang ang mga binuksan ulit kapag isinara silang muli.
reports-def-backlog = Mga bukas na usapan na naghihintay ng sagot ang customer, kailan man nagsimula.
reports-def-median = Kalahati ang tumagal nang ganito o mas maikli.
reports-def-p90 = Siyam sa sampu ang tumagal nang ganito o mas maikli.
reports-def-agent = Binibilang ang usapan sa kung kanino ito naka-assign ngayon; ang naipadala, sa kung sino ang sumulat.
reports-def-channel = Binibilang ang usapan sa channel kung nasaan ito ngayon.
reports-def-all = Spam, at ang mga isinama sa ibang usapan.
