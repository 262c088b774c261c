/** @file The settings button: small, always shown after a choice. It opens the preferences. */

import { make } from './dom.ts';
import { onPress } from './capabilities.ts';
import { say } from './texts.ts';
import type { Options } from './options.ts';

const SVG = 'http://www.w3.org/2000/svg';
/** A shield with a tick. */
const SHAPE =
  'M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5l-8-3Zm-1 14-4-4 1.4-1.4L11 13.2l4.6-4.6L17 10l-6 6Z';

export function makeSettingsButton({ control }: Options, openPreferences: () => void) {
  const name = say('control');
  const places = { part: 'control', class: `control ${control || ''}` };
  const element = make('button', { type: 'button', 'aria-label': name, title: name, ...places });
  const icon = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['aria-hidden', 'true'],
  ])
    icon.setAttribute(key, value);
  path.setAttribute('d', SHAPE);
  icon.append(path);
  element.append(icon);
  onPress(element, openPreferences);
  return element;
}
