/**
 * What our own people wrote, with its emphasis, lists and links, as a tree of a few known elements: it is drawn as part of the page,
 * without a frame. No HTML of it is ever put into the page; whatever is not simple is left to the frame. Pure but for DOMParser.
 */
import { href } from './text';

export type Rich = string | { tag: string; href?: string; children: Rich[] };

const SIMPLE = new Set(['p', 'br', 'strong', 'b', 'em', 'i', 'u', 's', 'del', 'a', 'ul', 'ol', 'li', 'code', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr']);
/** Elements that say nothing by themselves. */
const CLEAR = new Set(['div', 'span']);
/** A heading in a message is none of the page's. */
const SHOWN: Record<string, string> = { h1: 'h4', h2: 'h4', h3: 'h4', h4: 'h5', b: 'strong', i: 'em' };
const DEEPEST = 20;

function walk(node: Node, depth: number): Rich[] | null {
  const out: Rich[] = [];
  for (const child of node.childNodes) {
    if (child.nodeType === 3) { // text
      out.push(child.textContent ?? '');
      continue;
    }
    if (child.nodeType !== 1) continue;
    const element = child as Element;
    const tag = element.tagName.toLowerCase();
    if (!(SIMPLE.has(tag) || CLEAR.has(tag)) || depth > DEEPEST || element.hasAttribute('style')) return null;
    const children = walk(element, depth + 1);
    if (!children) return null;
    const to = tag === 'a' ? href(element.getAttribute('href') ?? '') : null;
    if (CLEAR.has(tag) || (tag === 'a' && !to)) out.push(...children);
    else out.push({ tag: SHOWN[tag] ?? tag, children, ...(to ? { href: to } : {}) });
  }
  return out;
}

/** The tree of simple HTML; null: it needs its frame. */
export function rich(html: string): Rich[] | null {
  if (html.length > 50_000) return null;
  return walk(new DOMParser().parseFromString(html, 'text/html').body, 0);
}
