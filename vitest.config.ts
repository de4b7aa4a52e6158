import {defineConfig} from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/cluster/**'],
    testTimeout: 10_000,
    // No colour, whatever terminal the tests run in; those about colour ask for it.
    env: {NO_COLOR: '1'},
  },
});
