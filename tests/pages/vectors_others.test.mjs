/** @file The vectors that load something other than a script: frames, images, CSS, calls. */
import { runVectors } from './vectors/suite.mjs';

runVectors(({ kind }) => kind !== 'script');
