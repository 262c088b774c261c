/** @file Ways to listen for an event of the document, for scripts that run after it. */

/** Code that sets a listener or handler, and the marks that it leaves in a blocking script of a page without a gate. @type {Record<string, [string, unknown[]]>} */
export const FORMS = {
  'DOMContentLoaded on the document': [
    `document.addEventListener('DOMContentLoaded', (e) => note([e.type, e.target === document, e.currentTarget === document, e.bubbles].join()))`,
    ['DOMContentLoaded,true,true,true'],
  ],
  'DOMContentLoaded on the window': [
    `addEventListener('DOMContentLoaded', (e) => note([e.type, e.target === document, e.currentTarget === self].join()))`,
    ['DOMContentLoaded,true,true'],
  ],
  'load on the window': [
    `addEventListener('load', function (e) { note([e.type, e.target === document, this === self].join()) })`,
    ['load,true,true'],
  ],
  'pageshow on the window': [
    `addEventListener('pageshow', (e) => note([e.type, e.persisted, e instanceof PageTransitionEvent].join()))`,
    ['pageshow,false,true'],
  ],
  'readystatechange on the document': [
    `document.addEventListener('readystatechange', () => note(document.readyState))`,
    ['interactive', 'complete'],
  ],
  'readystatechange once': [
    `document.addEventListener('readystatechange', () => note('changed'), { once: true })`,
    ['changed'],
  ],
  'a handler of load': [`onload = (e) => note(e.type)`, ['load']],
  'a handler of pageshow': [`onpageshow = (e) => note(e.type)`, ['pageshow']],
  'a handler of readystatechange': [
    `document.onreadystatechange = () => note(document.readyState)`,
    ['interactive', 'complete'],
  ],
  'a handler of the body': [`document.body.onload = (e) => note(e.type)`, ['load']],
  'a handler of the body for pageshow': [
    `document.body.onpageshow = (e) => note(e.type)`,
    ['pageshow'],
  ],
  'an attribute of the body': [
    `document.body.setAttribute('onload', 'note(event.type + (this === self))')`,
    ['loadtrue'],
  ],
  'a handler that is set twice': [
    `onload = () => note('never'); onload = () => note('load')`,
    ['load'],
  ],
  'a handler that is taken back': [
    `onload = () => note('never'); onload = null; note('end')`,
    ['end'],
  ],
  'an attribute that is removed': [
    `document.body.setAttribute('onload', "note('never')"); document.body.removeAttribute('onload'); note('end')`,
    ['end'],
  ],
  'a listener object': [`addEventListener('load', { handleEvent(e) { note(e.type) } })`, ['load']],
  'once, with one event of the page later': [
    `addEventListener('load', () => { note('load'); dispatchEvent(new Event('load')) }, { once: true })`,
    ['load'],
  ],
  'a signal that ends it before': [
    `{ const c = new AbortController(); addEventListener('load', () => note('never'), { signal: c.signal }); c.abort(); note('end') }`,
    ['end'],
  ],
  'a signal that does not end it': [
    `addEventListener('load', () => note('load'), { signal: new AbortController().signal })`,
    ['load'],
  ],
  'a listener that is taken off': [
    `{ const f = () => note('never'); addEventListener('load', f); removeEventListener('load', f); note('end') }`,
    ['end'],
  ],
  'a listener for both phases': [
    `{ const f = () => note('load'); addEventListener('load', f); addEventListener('load', f, true); addEventListener('load', f) }`,
    ['load', 'load'],
  ],
  'one of two phases is taken off': [
    `{ const f = () => note('load'); addEventListener('load', f); addEventListener('load', f, { capture: true }); removeEventListener('load', f, true) }`,
    ['load'],
  ],
  'a listener that takes another off': [
    `{ const f = () => note('never'); addEventListener('load', () => { note('load'); removeEventListener('load', f) }); addEventListener('load', f) }`,
    ['load'],
  ],
  'load that is set by DOMContentLoaded': [
    `document.addEventListener('DOMContentLoaded', () => { note('parsed'); addEventListener('load', () => note('load')) })`,
    ['parsed', 'load'],
  ],
  'the state at DOMContentLoaded': [
    `document.addEventListener('DOMContentLoaded', () => note(document.readyState))`,
    ['interactive'],
  ],
  'a listener that throws': [
    `addEventListener('load', () => { note('load'); throw new RangeError('mine') }); addEventListener('load', () => note('next'))`,
    ['load', 'next'],
  ],
  'all events in their order': [
    `for (const [t, type] of [[self, 'pageshow'], [self, 'load'], [document, 'DOMContentLoaded']]) t.addEventListener(type, () => note(type))`,
    ['DOMContentLoaded', 'load', 'pageshow'],
  ],
};
