import { defineConfig } from 'vitest/config';

// Words and numbers are shown in the browser's language: the tests read English, in a zone that has summer time.
process.env.LC_ALL = 'en-US';
process.env.TZ = 'Europe/Berlin';

export default defineConfig({
  test: {
    projects: [
      // A test of many or large files takes seconds on a busy machine; a test that hangs is still ended.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'store',
          include: ['test/store/**/*.test.ts'],
          setupFiles: ['fake-indexeddb/auto'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // One browser at a time: they fight for focus, and a sentence about a user takes as long as the user.
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
