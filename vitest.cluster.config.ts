import {defineConfig} from 'vitest/config';

/** The commands against a real cluster (any kubeconfig): one test after the other, with a cluster's patience. */
export default defineConfig({
  test: {
    include: ['test/cluster/**/*.test.ts'],
    fileParallelism: false,
    sequence: {concurrent: false},
    testTimeout: 180_000,
    hookTimeout: 300_000,
    env: {NO_COLOR: '1'},
  },
});
