import { describe, expect, test } from 'vitest';
import { later, moment, parse, presets, type Clock } from '$/triage/snooze';

/** Saturday, 21 November 2026, 10:20 in Berlin. */
const berlin: Clock = { now: new Date('2026-11-21T09:20:00Z'), zone: 'Europe/Berlin' };
const tehran: Clock = { now: new Date('2026-11-21T09:20:00Z'), zone: 'Asia/Tehran', firstDay: 6 }; // 12:50 there

describe('words', () => {
  test.each([
    ['tomorrow 9', '2026-11-22T08:00'],
    ['tomorrow', '2026-11-22T08:00'],
    ['Tomorrow at 2pm', '2026-11-22T13:00'],
    ['tomorrow evening', '2026-11-22T17:00'],
    ['fri 14:30', '2026-11-27T13:30'],
    ['next friday', '2026-11-27T08:00'],
    ['sat 9', '2026-11-28T08:00'],
    ['saturday 18:00', '2026-11-21T17:00'],
    ['in 3 days', '2026-11-24T08:00'],
    ['3d', '2026-11-24T08:00'],
    ['in 2 hours', '2026-11-21T11:20'],
    ['in an hour', '2026-11-21T10:20'],
    ['45 min', '2026-11-21T10:05'],
    ['in 3 days 15:00', '2026-11-24T14:00'],
    ['next week', '2026-11-23T08:00'],
    ['next week wed 10:00', '2026-11-25T09:00'],
    ['next month', '2026-12-01T08:00'],
    ['this weekend', '2026-11-28T08:00'],
    ['24 dec', '2026-12-24T08:00'],
    ['dec 24 16:00', '2026-12-24T15:00'],
    ['2027-01-05 8:15', '2027-01-05T07:15'],
    ['1 feb', '2027-02-01T08:00'],
    ['18:00', '2026-11-21T17:00'],
    ['9', '2026-11-22T08:00'],
    ['tonight', '2026-11-21T19:00'],
    ['day after tomorrow', '2026-11-23T08:00'],
    ['morgen', '2026-11-22T08:00'],
    ['morgen früh', '2026-11-22T08:00'],
    ['morgen um 14 Uhr', '2026-11-22T13:00'],
    ['übermorgen 10.30 Uhr', '2026-11-23T09:30'],
    ['in 2 Wochen', '2026-12-05T08:00'],
    ['nächste Woche', '2026-11-23T08:00'],
    ['Freitag 9:00', '2026-11-27T08:00'],
    ['24.12.', '2026-12-24T08:00'],
    ['bukas 10', '2026-11-22T09:00'],
    ['sa 3 araw', '2026-11-24T08:00'],
    ['маргааш 15:00', '2026-11-22T14:00'],
    ['3 өдрийн дараа', '2026-11-24T08:00'],
    ['நாளை 9', '2026-11-22T08:00'],
    ['அடுத்த வாரம்', '2026-11-23T08:00'],
  ])('%s', (text, utc) => {
    expect(parse(text, berlin)?.toISOString().slice(0, 16)).toBe(utc);
  });

  test.each([
    ['فردا', '2026-11-22T05:30'],
    ['فردا ساعت ۱۰', '2026-11-22T06:30'],
    ['پس‌فردا صبح', '2026-11-23T05:30'],
    ['۳ روز دیگر', '2026-11-24T05:30'],
    ['۲ ساعت دیگر', '2026-11-21T11:20'],
    ['هفته بعد', '2026-11-28T05:30'],
    ['هفتهٔ بعد', null],
    ['دوشنبه ۱۴:۳۰', '2026-11-23T11:00'],
    ['شنبه', '2026-11-28T05:30'],
    ['پنج‌شنبه عصر', '2026-11-26T14:30'],
    ['فردا عصر ۵', '2026-11-22T13:30'],
  ])('%s', (text, utc) => {
    expect(parse(text, tehran)?.toISOString().slice(0, 16) ?? null).toBe(utc);
  });

  test.each(['', 'soon', 'tomorrow 25:00', '13pm', '30 feb', 'in 0 days', '2020-01-01', 'asdf 9', 'today 8:00'])('nothing: %j', (text) => {
    expect(parse(text, berlin)).toBeNull();
  });
});

describe('summer time', () => {
  const eve: Clock = { now: new Date('2027-03-27T12:00:00Z'), zone: 'Europe/Berlin' }; // the clock jumps in the night
  test('nine on the wall stays nine', () => {
    expect(parse('tomorrow 9', eve)?.toISOString()).toBe('2027-03-28T07:00:00.000Z');
    expect(parse('today 18:00', eve)?.toISOString()).toBe('2027-03-27T17:00:00.000Z');
  });
  test('hours are hours', () => {
    expect(parse('in 24 hours', eve)?.toISOString()).toBe('2027-03-28T12:00:00.000Z');
  });
  test('an hour that is not there moves forward', () => {
    expect(parse('tomorrow 2:30', eve)?.toISOString()).toBe('2027-03-28T01:30:00.000Z');
  });
  test('an hour that is there twice is the first', () => {
    const autumn: Clock = { now: new Date('2026-10-24T12:00:00Z'), zone: 'Europe/Berlin' };
    expect(parse('tomorrow 2:30', autumn)?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });
});

test('what is offered', () => {
  const found = Object.fromEntries(presets(berlin).map((one) => [one.id, one.at?.toISOString().slice(0, 16) ?? null]));
  expect(found).toEqual({
    later: '2026-11-21T13:00', tomorrow: '2026-11-22T08:00', week: '2026-11-23T08:00', month: '2026-12-01T08:00', answer: null,
  });
  expect(presets(tehran).find((one) => one.id === 'week')?.at?.toISOString()).toBe('2026-11-28T05:30:00.000Z');
  const night: Clock = { now: new Date('2026-11-21T20:00:00Z'), zone: 'Europe/Berlin' };
  expect(later(night)).toBeNull();
  expect(presets(night).map((one) => one.id)).toEqual(['tomorrow', 'week', 'month', 'answer']);
});

test('picked from a calendar', () => {
  expect(moment('2026-12-01', '08:30', berlin)?.toISOString()).toBe('2026-12-01T07:30:00.000Z');
  expect(moment('2026-11-20', '08:30', berlin)).toBeNull();
  expect(moment('', '', berlin)).toBeNull();
});
