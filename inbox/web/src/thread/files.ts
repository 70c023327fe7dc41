/** What may be shown of a file, and its name without tricks. Pure. */
import type { Attachment } from '$/data/types';

/** Types that the browser shows and that can carry no script. Anything else is only saved. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const SOUND = /^audio\/(?:mpeg|mp4|aac|ogg|opus|wav|x-wav|webm|flac|amr|3gpp)$/;
const FILM = /^video\/(?:mp4|webm|ogg|3gpp|quicktime)$/;

export type Kind = 'picture' | 'sound' | 'film' | 'other';

export function kindOf(file: Pick<Attachment, 'media_type' | 'state'>): Kind {
  const type = file.media_type.split(';')[0]?.trim().toLowerCase() ?? '';
  if (file.state !== 'stored') return 'other';
  if (PICTURES.has(type)) return 'picture';
  if (SOUND.test(type)) return 'sound';
  return FILM.test(type) ? 'film' : 'other';
}

/** A name without marks that turn it around (`photo<RLO>gpj.exe`) and without lines. */
export function looksLike(name: string): string {
  return name.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, '').replace(/[\u0000-\u001f\u007f]+/g, ' ').trim() || '?';
}
