/** @file Detects the browser engine by members that only Firefox or only Chromium has. */

import { optional } from './primordials.ts';

/** Whether documents and images may load inside native calls, as in WebKit. An unknown engine counts as such. */
export const isEager = !optional('mozInnerScreenX') && !optional('webkitRequestFileSystem');
