/**
 * @file What eslint holds the JavaScript to. Types are checked by `tsc`, layout by prettier.
 */
import js from '@eslint/js';
import globals from 'globals';

const rules = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'max-lines': ['error', { max: 300, skipComments: true }],
};

const browser = { languageOptions: { globals: globals.browser }, rules };
const node = { languageOptions: { globals: { ...globals.node, ...globals.browser } }, rules };

export default [
  {
    ignores: [
      'node_modules/',
      'target/',
      'dist/',
      'pkg/',
      'fuzz/',
      'www/demo/snippets/',
      'tests/pages/packages/*/',
    ],
  },
  js.configs.recommended,
  { files: ['www/edge/*.js'], languageOptions: { globals: globals.serviceworker }, rules },
  { files: ['www/**/*.js', 'src/cli/templates/*.js'], ignores: ['www/edge/'], ...browser },
  { files: ['**/*.mjs'], ...node },
];
