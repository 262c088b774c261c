/** @file The directive that makes code strict. Code that is put in front of such code has to begin with it. */

/** Matches code that begins with the directive, behind white space and comments. */
export const STRICT = /^(?:\s|\/\/.*(?!.)|\/\*(?:[^*]|\*(?!\/))*\*\/)*(["'])use strict\1/;
