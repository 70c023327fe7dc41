/**
 * The document of a mail inside its sandboxed frame: it runs nothing, so what shall happen in it is done from here (the frame is of
 * our origin). Its height is read, quotes and signatures are folded, links tell where they lead.
 */
import { disguise } from './text';

/** A mail that is higher than this scrolls in itself. */
export const HIGHEST = 24_000;

export interface Folded {
  /** How many parts can be folded away. */
  parts: number;
  fold(away: boolean): void;
}

const STYLE = `
  :root { color-scheme: light; overflow-y: hidden; overflow-x: auto; background: transparent; scrollbar-width: thin; }
  body { display: flow-root; min-height: 0; }
  [data-folded] { display: none !important; }
  [data-host]::after { content: ' [' attr(data-host) ']'; font: 600 12px/1.4 system-ui, sans-serif; color: #b3232e; unicode-bidi: isolate; direction: ltr; }
`;
const DARK = `
  :root { color-scheme: dark; }
  body { color: #eceef3; }
  a { color: #a3adff; }
  blockquote { color: #b3b8c3; border-color: #3a3e49; }
  pre code { background: #202228; }
  [data-host]::after { color: #ff9a9f; }
`;

/** Whether a mail chose colours of its own: what did not may follow the page into the dark. */
export function coloured(doc: Document): boolean {
  return doc.querySelector('[bgcolor], [color], [style*="color" i], [style*="background" i], [background]') !== null;
}

/** Whether the mail says that it can be dark. */
export function declaresDark(doc: Document): boolean {
  return doc.querySelector('meta[name="color-scheme" i][content*="dark" i], meta[name="supported-color-schemes" i][content*="dark" i]') !== null;
}

/** Puts our few rules behind those that the server gave it. Returns whether it is dark now. */
export function dress(doc: Document, dark: boolean): boolean {
  const follows = dark && (!coloured(doc) || declaresDark(doc));
  doc.getElementById('inbox-style')?.remove(); // the cleaner leaves no ids in a mail, so this one is ours
  const style = doc.createElement('style');
  style.id = 'inbox-style';
  style.textContent = STYLE + (follows ? DARK : '');
  doc.head.append(style);
  return follows;
}

/** Whether remote pictures of it wait for a word. */
export function holdsImages(doc: Document): boolean {
  return doc.querySelector('img.blocked, img[data-src]') !== null;
}

const HEADER_LINE = /^\s*(?:From|Von|De|Da|از|فرستنده)\s*:/iu;
const OTHER_HEADER = /(?:^|\n)\s*(?:Sent|Date|To|Gesendet|Datum|An|Subject|Betreff|تاریخ|به)\s*:/iu;
const INTRO = /(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|نوشت)[^\n]{0,80}:\s*$|^\s*(?:On|Am|Le|El|Il|Em|در)\b[^\n]{8,300}:\s*$/iu;
const RULE = /^\s*-{2,} ?(?:Original Message|Ursprüngliche Nachricht|Forwarded message|Weitergeleitete Nachricht|پیام اصلی)/iu;
const SPACE = /^[\s\u00a0\u200b-\u200f\ufeff]*$/u;

const words = (node: Node) => (node instanceof Node && 'innerText' in node ? String((node as HTMLElement).textContent) : node.textContent) ?? '';
const shows = (node: Node) => !SPACE.test(words(node)) || (node.nodeType === 1 && (node as Element).matches('img[src], :has(img[src])'));

/** The nodes behind `node` in its own parent and in all parents up to the body. */
function behind(node: Node, body: Element): Node[] {
  const found: Node[] = [];
  for (let at: Node | null = node; at && at !== body; at = at.parentNode) {
    for (let next = at.nextSibling; next; next = next.nextSibling) found.push(next);
  }
  return found;
}

function before(node: Node, body: Element): boolean {
  for (let at: Node | null = node; at && at !== body; at = at.parentNode) {
    for (let last = at.previousSibling; last; last = last.previousSibling) if (shows(last)) return true;
  }
  return false;
}

/** The line that introduces a quote (`On … wrote:`), if it stands right before it. */
function intro(quote: Node, body: Element): Node[] {
  for (let at: Node = quote; at.parentNode && at !== body; at = at.parentNode) {
    const found: Node[] = [];
    for (let last = at.previousSibling; last; last = last.previousSibling) {
      found.push(last);
      if (!shows(last)) continue;
      const said = found.map(words).reverse().join(' ').trim();
      if (said.length < 400 && INTRO.test(said)) return found;
      if (said.length > 400 || (last.nodeType === 1 && found.length > 1 && !['A', 'SPAN', 'BR', 'FONT', 'B', 'STRONG'].includes((last as Element).tagName))) return [];
    }
    if (found.length) return [];
  }
  return [];
}

/** Its first words: in deep nests all of the text would be read again for each. */
function beginning(element: Element): string {
  const walker = element.ownerDocument.createTreeWalker(element, 4); // 4: text
  let said = '';
  for (let node = walker.nextNode(), n = 0; node && said.length < 600 && n < 200; node = walker.nextNode(), n += 1) {
    said = `${said}${node.textContent?.slice(0, 600) ?? ''}${node.parentElement?.matches('p, div, td, li') ? '\n' : ''}`.trimStart();
  }
  return said;
}

/** What is quoted at the end of a mail: the last blockquote with its introduction, or all from a line of headers on. */
function quoted(body: Element): Node[] {
  const quotes = [...body.querySelectorAll('blockquote')].filter((one) => !one.parentElement?.closest('blockquote'));
  const last = quotes.at(-1);
  if (last && !behind(last, body).some(shows) && before(last, body)) return [...intro(last, body).reverse(), last];
  for (const element of body.querySelectorAll('div, p, hr, font, span, table')) {
    const said = beginning(element);
    if (!(RULE.test(said) || (HEADER_LINE.test(said) && OTHER_HEADER.test(said)))) continue;
    if (!before(element, body)) return [];
    return [element, ...behind(element, body)];
  }
  return [];
}

/** The empty lines before a quote go with it. */
function blankBefore(node: Node, body: Element): Node[] {
  const found: Node[] = [];
  for (let at: Node | null = node; at && at !== body; at = at.parentNode) {
    for (let last = at.previousSibling; last; last = last.previousSibling) {
      if (shows(last)) return found;
      found.push(last);
    }
  }
  return found;
}

/** The signature at the end: what follows a line that is `-- ` (RFC 3676, 4.3), where it is short. */
function signature(body: Element, rest: Set<Node>): Node[] {
  const walker = body.ownerDocument.createTreeWalker(body, 4); // 4: text
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!/^\s*--[ \u00a0]?\s*$/.test(node.textContent ?? '') || !before(node, body)) continue;
    const found = [node, ...behind(node, body)].filter((one) => !rest.has(one));
    return found.map(words).join('').length < 1500 ? found : [];
  }
  return [];
}

/** Marks what can be folded. Text nodes get an element of their own, for only those can be hidden. */
export function foldable(doc: Document): Folded {
  const { body } = doc;
  const quote = quoted(body);
  const rest = new Set(quote);
  const first = quote[0];
  if (first) quote.unshift(...blankBefore(first, body));
  const all = [...quote, ...signature(body, rest)].filter((node) => node.nodeType === 1 || !SPACE.test(words(node)));
  const elements = all.map((node) => {
    if (node.nodeType === 1) return node as HTMLElement;
    const span = doc.createElement('span');
    node.parentNode?.insertBefore(span, node);
    span.append(node);
    return span;
  });
  return {
    parts: elements.length,
    fold(away) {
      for (const element of elements) element.toggleAttribute('data-folded', away);
    },
  };
}

/** Each link says where it leads, and says it aloud where its words name another place. */
export function honest(doc: Document): void {
  for (const link of doc.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const host = disguise(words(link), link.href);
    link.title = link.protocol.startsWith('http') ? `${link.host}\n${link.href.slice(0, 300)}` : link.href.slice(0, 300);
    if (host) link.dataset.host = host;
  }
}

/** The height that shows all of it, in px. */
export function height(doc: Document): number {
  const bar = doc.documentElement.scrollWidth > doc.documentElement.clientWidth + 1 ? 12 : 0;
  return Math.min(HIGHEST, Math.ceil(doc.body.getBoundingClientRect().height) + bar);
}

/** Calls `tell` now and whenever the height changes; gives back how to stop. */
export function watchHeight(doc: Document, tell: (px: number) => void): () => void {
  const look = () => { if (doc.body) tell(height(doc)); };
  const observer = new ResizeObserver(look);
  observer.observe(doc.body);
  doc.addEventListener('load', look, true); // pictures: not every engine watches another document's sizes
  look();
  return () => {
    observer.disconnect();
    doc.removeEventListener('load', look, true);
  };
}

/** Keys that are pressed in a mail act on the page: a mail has no keys of its own but those for scrolling and copying. */
export function passKeys(doc: Document, to: EventTarget): void {
  doc.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab' || event.key === 'Enter') return;
    const { key, code, shiftKey } = event;
    const copy = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
    if (!to.dispatchEvent(copy)) event.preventDefault();
  });
}
