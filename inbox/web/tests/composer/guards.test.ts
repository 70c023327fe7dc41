import { expect, test } from 'vitest';
import { forgotFile, guess, nightThere, otherLanguage, ownWords, saysNothing } from '$/composer/guards';

test.each([
  'Please see the attached invoice.', 'I am attaching it', 'Die Rechnung finden Sie im Anhang.', 'anbei die Unterlagen', 'فایل را پیوست کردم',
  'மசோதாவை இணைத்துள்ளேன்', 'Хавсралтаас үзнэ үү', 'Kalakip nito ang resibo', 'Naka-attach ang file', 'Vous trouverez ci-joint la facture',
])('a file is spoken of: %s', (text) => {
  expect(forgotFile(text, 0)).toBe(true);
  expect(forgotFile(text, 1)).toBe(false);
});

test.each(['It is on its way.', '> see the attached file\nGot it', 'Sent without; no attachment needed', 'Danke, ist angekommen', 'در راه است'])(
  'no file is spoken of: %s', (text) => {
    expect(forgotFile(text, 0)).toBe(false);
  });

test('nothing said', () => {
  expect(saysNothing(' \n> quoted\n--', 0)).toBe(true);
  expect(saysNothing('👍', 0)).toBe(false);
  expect(saysNothing('', 1)).toBe(false);
  expect(ownWords('a\n> b\nc')).toBe('a\nc');
});

test.each([
  ['Hello, where is my order? I have been waiting for it since Monday.', 'en'],
  ['Guten Tag, wo ist meine Bestellung? Ich warte noch auf das Paket und es ist nicht da.', 'de'],
  ['سلام، سفارش من کجاست؟ من از دوشنبه منتظر آن هستم و این خوب نیست', 'fa'],
  ['Nasaan na po ang order ko? Hindi pa ito dumating sa amin.', 'fil'],
  ['Сайн байна уу, миний захиалга хаана байна вэ?', 'mn'],
  ['Здравствуйте, где мой заказ? Я жду его и не понимаю, что это.', 'ru'],
  ['என் ஆர்டர் எங்கே இருக்கிறது', 'ta'],
  ['Bonjour, où est ma commande ? Je ne la vois pas dans les envois.', 'fr'],
])('%s', (text, language) => {
  expect(guess(text)?.language).toBe(language);
});

test('too little to go by', () => {
  expect(guess('ok')).toBeNull();
  expect(guess('https://example.com/die-und-der-das-ist')).toBeNull();
});

test('another language than theirs', () => {
  const [english, german] = ['Thank you for your patience, we have sent it to you.', 'Ich habe das Paket noch nicht und bitte um eine Antwort.'];
  expect(otherLanguage(english, german)).toEqual({ mine: 'en', theirs: 'de' });
  expect(otherLanguage(german, german)).toBeNull();
  expect(otherLanguage(english, 'سلام سفارش کجاست', null)).toMatchObject({ mine: 'en' });
  expect(otherLanguage(english, german, 'en-GB')).toBeNull(); // what is known of the contact counts more than one message
  expect(otherLanguage('ok', german)).toBeNull();
});

test('night where they are', () => {
  const noon = new Date('2026-11-21T12:00:00Z');
  expect(nightThere(noon, 'Europe/Berlin')).toBeNull();
  expect(nightThere(noon, 'Pacific/Auckland')).toEqual({ hour: 1, minute: 0 });
  expect(nightThere(noon, 'No/Such')).toBeNull();
  expect(nightThere(noon, null)).toBeNull();
});
