/** A form that is being saved: whether that is under way, what is wrong with which field, and what else went wrong. */
import { Problem } from '$/data/api';

export class Saving {
  busy = $state(false);
  error: unknown = $state.raw(null);
  errors: Record<string, string> = $state.raw({});

  /** `fields`: those that have a place for what is wrong with them. What concerns another is the form's own error. */
  constructor(readonly fields: readonly string[] = []) {}

  clear(): void {
    [this.error, this.errors] = [null, {}];
  }

  run = async (save: () => Promise<unknown>): Promise<void> => {
    this.clear();
    this.busy = true;
    try {
      await save();
    } catch (error) {
      const wrong = error instanceof Problem ? error.errors.map(({ field, detail }) => ({ field: field.split('.')[0] ?? '', detail })) : [];
      const placed = wrong.filter((one) => this.fields.includes(one.field));
      this.errors = Object.fromEntries(placed.map((one) => [one.field, one.detail]));
      if (!placed.length || placed.length < wrong.length) this.error = error;
    } finally {
      this.busy = false;
    }
  };

  /** For `onsubmit`. */
  submit = (save: () => Promise<unknown>) => (event: Event): void => {
    event.preventDefault();
    void this.run(save);
  };
}
