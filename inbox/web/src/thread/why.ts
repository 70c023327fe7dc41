/** The rules of threading as ids of strings. Pure. The rules are those of `inbox/threads.py` and `inbox/keeping.py`. */
const RULES = new Set(['token', 'own_id', 'reference', 'thread', 'new', 'written_here']);
const REFUSALS: [RegExp, string][] = [
  [/same mail came to another channel/, 'thread-why-no-other-channel'],
  [/closed for too long/, 'thread-why-no-too-old'],
  [/takes part there/, 'thread-why-no-stranger'],
];

export function ruleOf(rule: string): string {
  return `thread-why-${RULES.has(rule) ? rule.replaceAll('_', '-') : 'other'}`;
}

/** The string for a refusal that we know by its words; null: show them as they are. */
export function refusal(words: string): string | null {
  return REFUSALS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
