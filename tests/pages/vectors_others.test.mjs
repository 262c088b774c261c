/** @file The vectors by which anything but a script comes into a page: frames, images, CSS, calls. */
import { runVectors } from './vectors/suite.mjs';

runVectors(({ kind }) => kind !== 'script');
