import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '.build/**', '.twin/**', '.venv/**', 'cdk.out/**'];

/** Tests that replace modules (`vi.mock`): each file needs a process of its own. */
const mocked = ['test/cli/**/*.test.ts', 'test/lambdas/**/*.test.ts'];

export default defineConfig({
  test: {
    // Vitest leaves one core to itself, of two.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,js}', 'models/**/*.test.ts'],
          exclude: [...exclude, ...mocked, 'test/**/*.twin.test.ts'],
          // `cdk synth` validates the templates of every environment in `npm test`.
          env: { CDK_VALIDATION: 'false' },
          // They replace no module and share no state, so that many files can share a process: half the time.
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'mocked',
          include: mocked,
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
