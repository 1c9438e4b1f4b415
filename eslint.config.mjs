/**
 * The lint: type-aware rules for all TypeScript, and the bans that keep runs the same everywhere. What
 * runs (engine/, models/) may not read a clock, draw an unseeded number, wait, or ask the locale.
 */
import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

const clocksAndWaiting = [
  'Date',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'requestAnimationFrame',
  'crypto',
  'Intl',
  'fetch',
  'Promise',
].map((name) => ({
  name,
  message: 'A run is a pure function of its setup and choices: no clock, no waiting, no host.',
}))

const unseeded = [
  { object: 'Math', property: 'random', message: 'Draw from engine/model/random.ts, with a seed.' },
]

/** Their last bits differ between JavaScript engines, so nothing may be decided by them. */
const transcendental = [
  ...[
    'sin',
    'cos',
    'tan',
    'asin',
    'acos',
    'atan',
    'atan2',
    'sinh',
    'cosh',
    'tanh',
    'asinh',
    'acosh',
    'atanh',
  ],
  ...['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'pow', 'cbrt', 'hypot'],
].map((property) => ({
  object: 'Math',
  property,
  message: 'Differs in the last bits between engines: use integers, tables or engine arithmetic.',
}))

const waitingAndLocale = [
  { selector: ':function[async=true]', message: 'The engine does not wait.' },
  { selector: 'AwaitExpression', message: 'The engine does not wait.' },
  {
    selector:
      'MemberExpression[property.name=/^(localeCompare|toLocaleString|toLocaleLowerCase|toLocaleUpperCase|toLocaleDateString|toLocaleTimeString)$/]',
    message: 'The result depends on the locale of the host.',
  },
  {
    selector: 'BinaryExpression[operator="**"]',
    message: 'Differs in the last bits between engines for fractions: multiply, or shift.',
  },
]

export default defineConfig(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/.astro/',
      '**/.cache/',
      'shots/',
      'test-results/',
      'tests/arrows/wrong/',
      '**/*.astro',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{mjs,js}'],
    extends: [js.configs.recommended],
    languageOptions: {
      ecmaVersion: 2024,
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'fetch',
          'performance',
          'Buffer',
          'AbortController',
          'AbortSignal',
          'TextDecoder',
          'TextEncoder',
          'window',
          'document',
          'location',
          'navigator',
          'caches',
          'self',
          'localStorage',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [js.configs.recommended, ...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // The compiler checks these.
      'no-undef': 'off',
      'no-redeclare': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      // An index that was just computed is in range; `!` says so in one character.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/restrict-plus-operands': ['error', { allowNumberAndString: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      eqeqeq: ['error', 'always'],
      'prefer-const': 'error',
      'no-var': 'error',
      'no-console': 'error',
    },
  },
  {
    // The tools of the command line talk to it.
    files: ['cli/**', 'bench/**', 'scripts/**', 'tests/**', '**/*.test.ts', 'site/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Tests assert what a type already says, and give handlers nothing to do.
    files: ['**/*.test.ts', '**/*.spec.ts', 'tests/**'],
    rules: {
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // Playwright's fixtures are functions of an object, even of an empty one.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
    },
  },
  {
    files: ['engine/**/*.ts', 'models/**/*.ts'],
    // The registry of models is lazy, and a worker answers by message: those two wait.
    ignores: ['**/*.test.ts', '**/bench*.ts', 'models/index.ts', 'engine/explore/worker*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...clocksAndWaiting],
      'no-restricted-properties': ['error', ...unseeded, ...transcendental],
      'no-restricted-syntax': ['error', ...waitingAndLocale],
    },
  },
  {
    // A picture decides nothing: its layout may use angles.
    files: ['models/**/view*.ts', 'models/**/views/**'],
    rules: { 'no-restricted-properties': ['error', ...unseeded] },
  },
)
