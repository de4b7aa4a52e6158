import {defineConfig} from 'eslint/config';
import tseslint from 'typescript-eslint';

// Rooms whose files are found by their name: the default export is the member (docs/architecture.md).
const DISCOVERED = [
  'src/commands/**',
  'src/lib/rules/**',
  'src/lib/patterns/**',
  'src/lib/formats/**',
  'src/lib/sinks/**',
];

export default defineConfig(
  {ignores: ['node_modules/', 'dist/', 'coverage/', 'test/fixtures/']},
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'separate-type-imports'}],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      // Numbers read well in sentences; everything else must be turned into words on purpose.
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      // `interface` and `type` are both fine; `readonly T[]` and `ReadonlyArray<…>` are chosen by how they read.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/array-type': ['error', {default: 'array-simple'}],
      '@typescript-eslint/no-confusing-void-expression': ['error', {ignoreArrowShorthand: true}],
      // tsc says the opposite (noPropertyAccessFromIndexSignature): a key that may be absent looks different.
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        {selector: 'ExportDefaultDeclaration', message: 'Named exports, except where the folder is the registry.'},
      ],
    },
  },
  {files: [...DISCOVERED, '*.config.ts'], rules: {'no-restricted-syntax': 'off'}},
  {
    files: ['test/**', 'bench/**'],
    rules: {
      // A test that indexes a list it just made says more than one that proves the index exists.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
);
