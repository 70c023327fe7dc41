import { describe, expect, it } from 'vitest';
import { filled, unknown } from '../../src/admin/people/filling';

describe('a canned reply in its preview', () => {
  it('shows values, other words, and what is missing', () => {
    expect(filled('Hi {{contact.first_name|there}}, {{agent.name}} {{order.id}}', { 'agent.name': 'Ada' })).toEqual([
      { text: 'Hi ', kind: 'text' }, { text: 'there', kind: 'value' }, { text: ', ', kind: 'text' }, { text: 'Ada', kind: 'value' },
      { text: ' ', kind: 'text' }, { text: '{{order.id}}', kind: 'missing' },
    ]);
  });

  it('names what no conversation has', () => {
    expect(unknown('{{contact.name}} {{ order.id }} {{order.id|x}}')).toEqual(['order.id']);
  });
});
