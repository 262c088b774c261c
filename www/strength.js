/** @file How static markup is held on this page, and what the gate does for it. */

import { isRewritten } from './rewritten.js';

/** @returns {'one-tag' | 'quiet' | 'sealed' | 'rewritten'} */
export const strength = () => (isRewritten() ? 'rewritten' : 'one-tag');
