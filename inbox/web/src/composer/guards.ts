/** What one may have forgotten before sending. A guard asks once; it never forbids. Pure: texts in, reasons out. */

export type Guard = 'attachment' | 'empty' | 'language' | 'hours';

/** Words that promise a file, in the languages of the page and some neighbours. */
const ATTACHED = new RegExp([
  String.raw`\battach(?:ed|ing|ment|ments)?\b|\benclos(?:ed|ing|ure)\b`, // English
  String.raw`\banbei\b|\bim anhang\b|\banhang\b|\bangehängt|\bbeigefügt|\bbeiliegend|\banliegend\b`, // German
  'پیوست|ضمیمه', // Persian
  'இணைப்ப|இணைத்து|இணைக்கப்பட்ட', // Tamil
  'хавсралт|хавсарга|хавсаргаж', // Mongolian
  String.raw`\b(?:naka)?lakip\b|\b(?:ka|ini|i)lakip\b|\bnaka-?attach\b|\bnakakabit\b`, // Filipino
  String.raw`\bci-joint|\bpi[eè]ce jointe|\badjunt[oa]s?\b|\ballegat[oi]\b|вложени|прикрепл|مرفق`,
].join('|'), 'iu');

/** The text that was newly written: what is quoted says nothing of the writer. */
export function ownWords(text: string): string {
  return text.split('\n').filter((line) => !/^\s*>/.test(line)).join('\n');
}

/** A file is spoken of and there is none. */
export function forgotFile(text: string, files: number): boolean {
  return files === 0 && ATTACHED.test(ownWords(text).normalize('NFC').replace(/\bno attachments?\b|\bohne anhang\b/giu, ''));
}

/** Nothing is said: only quotes, a greeting's comma, a signature's dashes. */
export function saysNothing(text: string, files: number): boolean {
  return files === 0 && !/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(ownWords(text));
}

// ---------------------------------------------------------------- languages

const SCRIPTS: [string, RegExp][] = [
  ['Taml', /\p{Script=Tamil}/gu], ['Arab', /\p{Script=Arabic}/gu], ['Cyrl', /\p{Script=Cyrillic}/gu], ['Hebr', /\p{Script=Hebrew}/gu],
  ['Grek', /\p{Script=Greek}/gu], ['Deva', /\p{Script=Devanagari}/gu], ['Thai', /\p{Script=Thai}/gu], ['Hang', /\p{Script=Hangul}/gu],
  ['Kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu], ['Hani', /\p{Script=Han}/gu], ['Latn', /\p{Script=Latin}/gu],
];
const ONE_LANGUAGE: Record<string, string> = { Taml: 'ta', Hebr: 'he', Grek: 'el', Thai: 'th', Hang: 'ko', Kana: 'ja', Hani: 'zh' };

/** Short words that one language has and its neighbours have not. */
const SMALL: Record<string, Record<string, string>> = {
  Latn: {
    en: 'the and you your is are was were have has had this that with for not will would can could please thank thanks hello our we i of to it be been from on at if but what when where how my me any',
    de: 'der die das und ich sie ist sind nicht ein eine einen mit für auf den dem von zu haben wir ihr ihre ihnen bitte danke hallo wird wurde kann können auch noch wie was wann wo mein meine mich im bei es zum zur',
    fil: 'ang ng mga sa na ay ko mo po ninyo namin natin hindi kayo ako siya ito iyon kung para dahil salamat opo wala may kami inyong aking pa lang rin din nang',
    fr: 'le la les des et vous je est sont ne pas une avec pour dans que qui nous votre vos bonjour merci cette mais sur au aux du ce',
    es: 'el los las y que de en un una por con para no su sus usted gracias hola está son pero más como muy lo se al del mi nos',
    nl: 'de het een en ik je u is zijn niet met voor op van dat die wij uw bedankt hallo wordt kan kunnen ook nog maar wat waar hoe mijn',
    it: 'il lo gli e che di un una per con non è sono del della grazie ciao buongiorno mi ci vi questo questa ma come più anche',
    pt: 'o os as e que de um uma para com não é são obrigado obrigada olá você seu sua mas mais como muito no na do da em',
    tr: 've bir bu için ile değil merhaba teşekkürler ben siz var yok çok ama nasıl ne mi mı da de olarak lütfen',
  },
  Arab: {
    fa: 'است را که این می از با برای شما من ما هم نیست آن تا به در یک کنم کنید لطفا لطفاً سلام ممنون متشکرم هست شد',
    ar: 'في من على إلى هذا هذه التي الذي أن لا ما هل مع عن كان شكرا مرحبا أنا نحن لكم كم ليس لم قد و',
    ur: 'ہے کے کی کا میں سے کو نے اور یہ وہ ہیں پر نہیں آپ شکریہ کیا تھا',
  },
  Cyrl: {
    mn: 'байна нь бол юм уу би та энэ тэр болно биш үү вэ баярлалаа сайн дээр гэж манай таны бид бай байгаа ч',
    ru: 'и в не на я что вы с по это как за для от мы он она но есть спасибо здравствуйте пожалуйста мой вас нам так',
    uk: 'і в не на я що ви з це як для від ми але є дякую добрий будь ласка мій вас нам так та',
  },
};
const WORDS = Object.fromEntries(Object.entries(SMALL).map(([script, all]) => [
  script, Object.entries(all).map(([code, words]) => [code, new Set(words.split(' '))] as const),
]));

export interface Guess {
  script: string;
  /** Null where the script is known and the language is not sure. */
  language: string | null;
}

/** The language of a text as far as its letters and small words tell; null where there is too little to go by. */
export function guess(text: string): Guess | null {
  const own = ownWords(text).normalize('NFC').toLowerCase().replace(/https?:\S+|\S+@\S+/g, ' ').replace(/ي/g, 'ی').replace(/ك/g, 'ک');
  const counted = SCRIPTS.map(([script, pattern]) => [script, own.match(pattern)?.length ?? 0] as const).sort((a, b) => b[1] - a[1]);
  const [script, most] = counted[0] ?? ['', 0];
  const all = counted.reduce((sum, [, n]) => sum + n, 0);
  if (most < 12 || most < all * 0.6) return null;
  if (ONE_LANGUAGE[script]) return { script, language: ONE_LANGUAGE[script] };
  const words = own.match(/[\p{L}\p{M}]+/gu) ?? [];
  const rated = (WORDS[script] ?? []).map(([code, known]) => [code, words.filter((word) => known.has(word)).length] as const).sort((a, b) => b[1] - a[1]);
  const [best, second] = [rated[0], rated[1]];
  const sure = best !== undefined && best[1] >= 3 && best[1] >= (second?.[1] ?? 0) * 1.5;
  return { script, language: sure ? best[0] : null };
}

/** The language that the customer writes and I do not: `{mine, theirs}`; null where they are the same or not sure. */
export function otherLanguage(mine: string, theirs: string, known?: string | null): { mine: string | null; theirs: string | null } | null {
  const [a, b] = [guess(mine), guess(theirs)];
  const wanted = known ? known.toLowerCase().split('-')[0] ?? null : b?.language ?? null;
  if (!a) return null;
  if (a.language && wanted) return a.language === wanted ? null : { mine: a.language, theirs: wanted };
  if (!known && b && a.script !== b.script) return { mine: a.language, theirs: b.language };
  return null;
}

// ---------------------------------------------------------------- hours

const [MORNING, EVENING] = [8, 21];

/** Where it is night for the reader: `3:12` there as hour and minute; null where it is day, or nobody knows. */
export function nightThere(now: Date, zone: string | null | undefined): { hour: number; minute: number } | null {
  if (!zone) return null;
  try {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(now);
    const [hour, minute] = ['hour', 'minute'].map((type) => Number(parts.find((part) => part.type === type)?.value ?? 12)) as [number, number];
    return hour >= EVENING || hour < MORNING ? { hour, minute } : null;
  } catch {
    return null; // a zone that this browser does not know
  }
}
