/** One trial of settings, or of a channel as it stands. */
import { lines, Problem, type Options } from '$/data/api';
import type { Step } from '../words';

type Line = Step | { done: true; ok: boolean };

export class Trial {
  steps: Step[] = $state.raw([]);
  running = $state(false);
  /** null: there is no verdict yet. */
  ok: boolean | null = $state(null);
  error: unknown = $state.raw(null);
  #stop: AbortController | null = null;

  /** Runs to the end, or to the first thing that is wrong with the settings themselves, which is raised. */
  async run(path: string, body?: unknown): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    [this.steps, this.ok, this.error, this.running] = [[], null, null, true];
    try {
      for await (const line of lines<Line>('POST', path, { body, signal: stop.signal } satisfies Options)) {
        if ('done' in line) this.ok = line.ok;
        else this.steps = [...this.steps, line];
      }
    } catch (error) {
      if (stop.signal.aborted) return;
      if (error instanceof Problem && error.status === 422) throw error;
      this.error = error;
    } finally {
      if (this.#stop === stop) this.running = false;
    }
  }

  stop(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.running = false;
  }
}
