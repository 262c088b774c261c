/** @file The vectors that load a script. */
import { runVectors } from './vectors/suite.mjs';

runVectors(({ kind }) => kind === 'script');
