/** The pages of the administration: where they are, who may see them. */
import type { IconName } from '$/ui/icons';

export interface Place {
  /** The part of the path behind `/admin`; empty: the overview. */
  id: string;
  icon: IconName;
  /** Agents who are no admins see it, too. */
  everyone?: boolean;
}

export const GROUPS: { id: string; places: Place[] }[] = [
  { id: 'state', places: [{ id: '', icon: 'activity', everyone: true }, { id: 'channels', icon: 'plug' }] },
  {
    id: 'people',
    places: [{ id: 'agents', icon: 'user' }, { id: 'teams', icon: 'users' }, { id: 'canned', icon: 'message-circle', everyone: true }, { id: 'tags', icon: 'tag' }],
  },
  {
    id: 'records',
    places: [{ id: 'journal', icon: 'download' }, { id: 'outbox', icon: 'send' }, { id: 'audit', icon: 'list' }, { id: 'tokens', icon: 'lock', everyone: true }],
  },
];

export const hrefOf = (place: Place) => (place.id ? `/admin/${place.id}` : '/admin');
