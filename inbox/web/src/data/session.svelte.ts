/** Who is logged in, and what everybody shares: channels, agents, teams, tags, views, canned replies, the figures beside the queue. */
import { api } from './api';
import { journal, Table } from './table.svelte';
import type { Agent, Canned, Channel, Counts, Me, Page, SavedView, TagCount, Team } from './types';

const NONE: Counts = {
  open: 0, mine: 0, unassigned: 0, snoozed: 0, closed: null, failed: 0, uncertain: 0, mentions: 0, unread: 0, channels: {}, tags: {}, teams: {}, views: {},
};

class Session {
  me: Me = $state.raw({ id: '', email: '', name: '', role: 'agent', csrf: null, channels: [] } as unknown as Me);
  /** The build that the server serves; another one than ours is a new version. */
  version = $state('');
  counts: Counts = $state.raw(NONE);
  channels: Channel[] = $state.raw([]);
  teams: Team[] = $state.raw([]);
  views: SavedView[] = $state.raw([]);
  tags: TagCount[] = $state.raw([]);
  canned: Canned[] | null = $state.raw(null);
  agents = new Table<Agent>();
  #countedAt = 0;

  get admin(): boolean {
    return this.me.role === 'admin';
  }

  /** Figures as of journal number `at`; older ones than we have are left. */
  count(counts: Counts, at: number): void {
    if (at < this.#countedAt) return;
    this.#countedAt = at;
    this.counts = counts;
  }

  channel(name: string): Channel | undefined {
    return this.channels.find((one) => one.name === name);
  }

  /** Agents that can be given work, oneself first. */
  colleagues(): Agent[] {
    const all = this.agents.values().filter((agent) => !agent.disabled);
    return all.sort((a, b) => Number(b.id === this.me.id) - Number(a.id === this.me.id) || a.name.localeCompare(b.name));
  }

  async loadChannels(): Promise<void> {
    this.channels = (await api.get<Page<Channel>>('/channels', { limit: 200 })).items;
  }

  async loadAgents(): Promise<void> {
    const at = journal.last;
    this.agents.replace((await api.get<Page<Agent>>('/agents', { limit: 200 })).items, at);
  }

  async loadTags(): Promise<void> {
    this.tags = (await api.get<Page<TagCount>>('/tags', { limit: 200 })).items;
  }

  async loadTeams(): Promise<void> {
    this.teams = (await api.get<Page<Team>>('/teams', { limit: 200 })).items;
  }

  async loadViews(): Promise<void> {
    this.views = (await api.get<Page<SavedView>>('/views', { limit: 200 })).items;
  }

  /** Canned replies are asked for when somebody first wants one. */
  async loadCanned(): Promise<Canned[]> {
    this.canned = (await api.get<Page<Canned>>('/canned', { limit: 200 })).items;
    return this.canned;
  }

  async loadCounts(): Promise<void> {
    const at = journal.last;
    this.count(await api.get<Counts>('/conversations/counts'), at);
  }
}

export const session = new Session();
