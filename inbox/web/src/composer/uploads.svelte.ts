/** Files on their way to the server: with progress, which only XMLHttpRequest tells, and one more try where it failed. */
import { api, at, csrfToken, href, setCsrf } from '$/data/api';
import type { Attachment, Me, Upload } from '$/data/types';

/** What the server takes of one file (`inbox/api/uploads.py`). */
export const MOST = 100 * 1024 * 1024;

export class Uploading {
  readonly id = crypto.randomUUID();
  readonly name: string;
  readonly size: number;
  readonly type: string;
  /** Between 0 and 1. */
  progress = $state(0);
  state: 'going' | 'failed' = $state('going');
  /** Why not, in the server's words; empty: nobody answered. */
  reason = $state('');
  #file: File;
  #request: XMLHttpRequest | null = null;
  #done: (upload: Upload, from: Uploading) => void;
  #retried = false;

  /** What the service would refuse is not even uploaded. */
  readonly refused: boolean;

  constructor(file: File, refusal: string, done: (upload: Upload, from: Uploading) => void) {
    this.#file = file;
    this.name = file.name || 'image.png'; // a picture from the clipboard may have none
    this.size = file.size;
    this.type = file.type || 'application/octet-stream';
    this.#done = done;
    this.refused = refusal !== '';
    if (refusal) this.#failed(refusal);
    else this.start();
  }

  start(): void {
    this.state = 'going';
    this.progress = 0;
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open('POST', href('/uploads'));
    request.setRequestHeader('X-CSRF-Token', csrfToken());
    request.responseType = 'json';
    request.upload.onprogress = (event) => { if (event.lengthComputable) this.progress = event.loaded / event.total; };
    request.onload = () => { void this.#answered(request); };
    request.onerror = () => this.#failed('');
    const form = new FormData();
    form.append('file', this.#file, this.name);
    request.send(form);
  }

  cancel(): void {
    this.#request?.abort();
  }

  async #answered(request: XMLHttpRequest): Promise<void> {
    if (request.status === 201) return this.#done(request.response as Upload, this);
    const problem = (request.response ?? {}) as { code?: string; detail?: string };
    if (problem.code === 'csrf' && !this.#retried) { // another tab logged in anew
      this.#retried = true;
      setCsrf((await api.get<Me>('/me')).csrf);
      return this.start();
    }
    this.#failed(problem.detail ?? '');
  }

  #failed(reason: string): void {
    this.state = 'failed';
    this.reason = reason;
  }
}

/** Files of a message as uploads of one's own, to send them again. Those that cannot be had are left out and counted. */
export async function again(files: readonly Attachment[]): Promise<{ uploads: Upload[]; lost: string[] }> {
  const answers = await Promise.allSettled(files.map((file) => api.post<Upload>(at`/attachments/${file.id}/again`)));
  const uploads = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const lost = files.filter((_, n) => answers[n]?.status === 'rejected').map((file) => file.name);
  return { uploads, lost };
}

/** Files of a drop or a paste. */
export function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : [];
}
