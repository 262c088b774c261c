/** @file Which family of engines the browser is of, told by what only Firefox and only Chromium have. */

import { optional } from './primordials.ts';

/** Whether documents and images may load inside native calls, as in WebKit. An unknown engine is taken for one of that kind. */
export const isEager = !optional('mozInnerScreenX') && !optional('webkitRequestFileSystem');
