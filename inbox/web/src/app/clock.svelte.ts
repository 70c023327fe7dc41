/** One clock for all times on the page: it ticks every 20 seconds, and stands while nobody looks. */
class Clock {
  now = $state(Date.now());

  constructor() {
    setInterval(() => { if (!document.hidden) this.now = Date.now(); }, 20_000);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.now = Date.now(); });
  }
}

export const clock = new Clock();
