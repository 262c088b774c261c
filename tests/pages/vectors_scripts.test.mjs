/** @file The vectors by which a script comes into a page. */
import { runVectors } from './vectors/suite.mjs';

runVectors(({ kind }) => kind === 'script');
