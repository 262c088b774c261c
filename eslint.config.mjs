/**
 * @file Rules of eslint. Types are checked by `tsc`, layout by prettier.
 */
import parser from '@babel/eslint-parser';
import js from '@eslint/js';
import globals from 'globals';

const rules = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'max-lines': ['error', { max: 300, skipComments: true }],
};

/** Of TypeScript the compiler itself finds unknown and unused names. */
const typescript = {
  languageOptions: {
    parser,
    parserOptions: {
      requireConfigFile: false,
      babelOptions: { configFile: false, presets: ['@babel/preset-typescript'] },
    },
  },
  rules: { ...rules, 'no-undef': 'off', 'no-unused-vars': 'off' },
};

const browser = { languageOptions: { globals: globals.browser }, rules };
const node = { languageOptions: { globals: { ...globals.node, ...globals.browser } }, rules };

export default [
  {
    ignores: [
      '**/node_modules/',
      'target/',
      'dist/',
      'pkg/',
      'fuzz/',
      'www/demo/snippets/',
      'tests/pages/packages/*/',
    ],
  },
  js.configs.recommended,
  { files: ['www/**/*.ts'], ...typescript },
  { files: ['www/**/*.js', 'src/cli/templates/*.js'], ...browser },
  // The compilers of the frameworks see which components are used.
  {
    files: ['bench/apps/src/*.{js,jsx}'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
    rules: { ...rules, 'no-unused-vars': 'off' },
  },
  { files: ['**/*.mjs'], ...node },
];
