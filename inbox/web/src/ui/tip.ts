/**
 * Tooltips: one element for the whole page, shown after a moment on hover and at once on keyboard focus, gone at Escape (WCAG
 * 1.4.13). It only repeats a label or adds its keys, so it is hidden from screen readers.
 */
import type { Attachment } from 'svelte/attachments';

const DELAY = 450;
const GAP = 6;
let box: HTMLElement | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let shownAt = 0;

function make(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'tip';
  element.popover = 'manual';
  element.ariaHidden = 'true';
  document.body.append(element);
  addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); }, true);
  addEventListener('scroll', hide, true);
  return element;
}

function show(anchor: HTMLElement, text: string, keys?: string): void {
  if (!anchor.isConnected) return;
  box ??= make();
  const keyboard = (keys ?? '').split(' ').filter(Boolean).map((key) => Object.assign(document.createElement('kbd'), { textContent: key }));
  box.replaceChildren(text, ...keyboard);
  box.showPopover();
  const [at, own] = [anchor.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = at.bottom + GAP + own.height < innerHeight;
  const left = Math.min(Math.max(GAP, at.left + at.width / 2 - own.width / 2), innerWidth - own.width - GAP);
  box.style.translate = `${left}px ${below ? at.bottom + GAP : at.top - GAP - own.height}px`;
  shownAt = Date.now();
}

function hide(): void {
  clearTimeout(timer);
  if (box?.matches(':popover-open')) {
    box.hidePopover();
    shownAt = Date.now();
  }
}

/** `{@attach tip(text, keys)}`; no text, no tooltip. */
export function tip(text: string | undefined, keys?: string): Attachment<HTMLElement> | undefined {
  if (!text) return undefined;
  return (anchor) => {
    const plan = () => {
      clearTimeout(timer);
      const warm = Date.now() - shownAt < 300; // moving along a row of buttons
      timer = setTimeout(() => show(anchor, text, keys), warm ? 0 : DELAY);
    };
    const focus = () => { if (anchor.matches(':focus-visible')) show(anchor, text, keys); };
    anchor.addEventListener('pointerenter', plan);
    anchor.addEventListener('focus', focus);
    for (const name of ['pointerleave', 'pointerdown', 'blur', 'click']) anchor.addEventListener(name, hide);
    return () => {
      hide();
      anchor.removeEventListener('pointerenter', plan);
      anchor.removeEventListener('focus', focus);
      for (const name of ['pointerleave', 'pointerdown', 'blur', 'click']) anchor.removeEventListener(name, hide);
    };
  };
}
