/**
 * Tooltips: one element and one set of listeners for the whole page, shown after a moment on hover and at once on keyboard focus,
 * gone at Escape (WCAG 1.4.13). It only repeats a label or adds its keys, so it is hidden from screen readers.
 */
import type { Attachment } from 'svelte/attachments';

interface Tip {
  text: string | (() => string);
  keys: string | undefined;
}

const DELAY = 450;
const GAP = 6;
const tips = new WeakMap<Element, Tip>();
let box: HTMLElement | null = null;
let over: Element | null = null;
let shown: Element | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let shownAt = 0;

function make(): HTMLElement {
  const element = document.createElement('div');
  element.className = 'tip';
  element.popover = 'manual';
  element.ariaHidden = 'true';
  document.body.append(element);
  return element;
}

function show(anchor: Element): void {
  const tip = tips.get(anchor);
  if (!tip || !anchor.isConnected) return;
  box ??= make();
  const keyboard = Object.assign(document.createElement('span'), { className: 'keys', dir: 'ltr' });
  keyboard.append(...(tip.keys ?? '').split(' ').filter(Boolean).map((key) => Object.assign(document.createElement('kbd'), { textContent: key })));
  box.replaceChildren(typeof tip.text === 'function' ? tip.text() : tip.text, keyboard);
  box.showPopover();
  const [at, own] = [anchor.getBoundingClientRect(), box.getBoundingClientRect()];
  const below = at.bottom + GAP + own.height < innerHeight;
  const left = Math.min(Math.max(GAP, at.left + at.width / 2 - own.width / 2), innerWidth - own.width - GAP);
  box.style.translate = `${left}px ${below ? at.bottom + GAP : at.top - GAP - own.height}px`;
  shown = anchor;
  shownAt = Date.now();
}

function hide(): void {
  clearTimeout(timer);
  if (!shown) return;
  shown = null;
  box?.hidePopover();
  shownAt = Date.now();
}

function hover(target: EventTarget | null): void {
  let anchor = target as Element | null;
  while (anchor && !tips.has(anchor)) anchor = anchor.parentElement;
  if (anchor === over) return;
  hide();
  over = anchor;
  if (!anchor) return;
  const warm = Date.now() - shownAt < 300; // moving along a row of buttons
  timer = setTimeout(show, warm ? 0 : DELAY, anchor);
}

let heard = false;
function listen(): void {
  heard = true;
  document.addEventListener('pointerover', (event) => hover(event.target));
  document.addEventListener('pointerout', (event) => { if (!event.relatedTarget) hover(null); }); // out of the window
  document.addEventListener('focusin', ({ target }) => { if (target instanceof Element && tips.has(target) && target.matches(':focus-visible')) show(target); });
  for (const name of ['pointerdown', 'focusout', 'click']) document.addEventListener(name, hide, true);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') hide(); }, true);
  document.addEventListener('scroll', hide, true);
}

/** `{@attach tip(text, keys)}`; no text, no tooltip. A function is asked when the tooltip shows. */
export function tip(text: string | (() => string) | undefined, keys?: string): Attachment<HTMLElement> | undefined {
  if (!text) return undefined;
  if (!heard) listen();
  return (anchor) => {
    tips.set(anchor, { text, keys });
    return () => {
      tips.delete(anchor);
      if (shown === anchor || over === anchor) hide();
    };
  };
}
