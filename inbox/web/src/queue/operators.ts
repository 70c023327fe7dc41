/** What the search field understands, as `inbox/query.py` does. */
export const OPERATORS = ['from', 'to', 'channel', 'assignee', 'is', 'tag', 'team', 'before', 'after', 'has', 'in'] as const;
export type Operator = (typeof OPERATORS)[number];
