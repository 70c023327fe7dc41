import { describe, expect, it } from 'vitest';
import { drawing } from '../../tools/icons.ts';

const svg = (inner: string) => `<svg viewBox="0 0 24 24">\n  ${inner}\n</svg>`;

describe('drawings', () => {
  it('joins all lines of an icon into one path', () => {
    expect(drawing(svg('<path d="M4 6h16" /><line x1="1" y1="2" x2="3" y2="4" /><polyline points="1 2 3 4" />'))).toBe('M4 6h16M1 2L3 4M1 2 3 4');
  });

  it('lets a relative start count from the corner, as it did alone', () => {
    expect(drawing(svg('<path d="M4 6h16" /><path d="m5 8 6 6" />'))).toBe('M4 6h16M5 8l 6 6');
    expect(drawing(svg('<path d="m5.5-.5-3 2" />'))).toBe('M5.5 -.5l-3 2');
    expect(drawing(svg('<path d="m5 8v4" />'))).toBe('M5 8v4');
  });

  it('draws circles and rounded boxes', () => {
    expect(drawing(svg('<circle cx="12" cy="12" r="10" />'))).toBe('M2 12a10 10 0 0 1 20 0a10 10 0 0 1 -20 0');
    expect(drawing(svg('<rect x="3" y="4" width="18" height="10" rx="2" />'))).toBe('M5 4h14a2 2 0 0 1 2 2v6a2 2 0 0 1 -2 2h-14a2 2 0 0 1 -2 -2v-6a2 2 0 0 1 2 -2');
  });

  it('refuses what it cannot draw', () => {
    expect(() => drawing(svg('<ellipse cx="1" cy="1" rx="2" ry="3" />'))).toThrow('ellipse');
  });
});
