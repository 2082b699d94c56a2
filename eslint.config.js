import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'
import { docstrings } from './scripts/eslint-docstrings.js'
import { layers } from './scripts/eslint-layers.js'

/** What must run unchanged in a worker, in Node and in tests. */
const portable = [
  'packages/*/src/**/*.ts',
  'src/{rng,explained-error}.ts',
  'src/{sdpo,lm,problems,verify}/**/*.{ts,tsx}',
]
/** The sciences: the same seed gives the same run. */
const seeded = ['packages/*/src/**/*.ts', 'src/rng.ts', 'src/{sdpo,lm,problems}/**/*.ts']
/** What others build on. */
const documented = ['packages/*/src/**/*.ts', 'src/{lm,sdpo}/**/*.ts']
const tests = ['**/*.{test,testing}.{ts,tsx}', 'e2e/**']

export default tseslint.config(
  {
    ignores: [
      'dist',
      'dist-gpu',
      'dist-node',
      'dist-package',
      'python/notebook/sdpo_lab_notebook/widget.js',
      'coverage',
      'test-results',
      'playwright-report',
      '**/node_modules',
      '.cache',
      'reference',
      'public',
    ],
  },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { docstrings, layers } } },
  },
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'house/layers': 'error',
      // One queue serves every session: a promise that nobody awaits is how two runs meet in it.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['packages/**/*.ts', 'src/{lm,sdpo}/**/*.ts', 'experiments/conformance/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'TSNonNullExpression > MemberExpression[computed=true] > :matches(Literal[raw=/^.[a-zA-Z]/], TemplateLiteral).property',
          message:
            'A name is not looked up with a "!": declare what a program gives, and a wrong name does not compile.',
        },
      ],
    },
  },
  {
    files: ['scripts/**/*.d.mts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.recommended],
    rules: { 'house/layers': 'error' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat['recommended-latest']],
  },
  {
    files: documented,
    ignores: tests,
    rules: { 'house/docstrings': 'error' },
  },
  {
    files: portable,
    ignores: [...tests, 'packages/*/src/**/node*.ts', 'src/verify/node*.ts', 'src/lm/weights/node*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'alert', 'process', 'Buffer'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', 'react', 'react-dom', 'zustand'],
              message: 'This layer runs unchanged in a worker and in Node.',
            },
          ],
        },
      ],
    },
  },
  {
    files: seeded,
    ignores: tests,
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'Math',
          property: 'random',
          message: 'Draw from src/rng.ts: the same seed gives the same run.',
        },
        { object: 'Date', property: 'now', message: 'Time is an input of a run, never read in it.' },
      ],
    },
  },
)
