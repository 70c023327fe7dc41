/** Whether `time` (`22:30`) lies in the quiet hours, which may go past midnight. */
export function quiet(time: string, from: string | null, to: string | null): boolean {
  if (!from || !to || from === to) return false;
  return from < to ? time >= from && time < to : time >= from || time < to;
}
