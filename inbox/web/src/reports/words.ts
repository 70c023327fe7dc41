/** Figures in words. */
import { formatList, formatNumber } from '$/i18n/format.svelte';
import { locale } from '$/i18n/i18n.svelte';

const UNITS: [unit: 'day' | 'hour' | 'minute' | 'second', seconds: number][] = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** A duration by its two greatest units: `2 d 5 h`, `12 min`, `8 sec`. */
export function duration(seconds: number, display: 'narrow' | 'short' | 'long' = 'short'): string {
  const unitDisplay = display === 'narrow' && locale() !== 'en' ? 'short' : display; // `4h` is English in most other languages, too
  const first = Math.max(0, UNITS.findIndex(([, size]) => seconds >= size * 0.9995));
  const from = seconds < 1 ? UNITS.length - 1 : first;
  const finest = UNITS[Math.min(from + 1, UNITS.length - 1)]?.[1] ?? 1;
  let rest = Math.round(seconds / finest) * finest;
  const parts: string[] = [];
  for (const [unit, size] of UNITS.slice(from, from + 2)) {
    const n = Math.floor(rest / size);
    rest -= n * size;
    if (n > 0 || (parts.length === 0 && size === finest)) parts.push(formatNumber(n, { style: 'unit', unit, unitDisplay }));
  }
  return formatList(parts, 'unit', 'narrow');
}

/** `+12 %`. */
export const percent = (part: number) => formatNumber(part, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: Math.abs(part) < 0.1 ? 1 : 0 });
