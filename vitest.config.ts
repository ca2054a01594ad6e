import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '.build/**', '.twin/**', '.venv/**', 'cdk.out/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,js}', 'models/**/*.test.ts'],
          exclude: [...exclude, 'test/**/*.twin.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'twin',
          include: ['test/**/*.twin.test.ts'],
          exclude,
          globalSetup: ['test/twin/global-setup.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
