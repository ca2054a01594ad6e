import { MemoryAws } from './memory-aws.ts';

/** The AWS that a test's mocked adapters reach: a test that begins with an empty one puts it here. */
export const current = { aws: new MemoryAws() };

/** For `vi.mock`: an adapter's file as it is, save that its call of this name reaches the current AWS. */
export const adapter = (name: keyof MemoryAws['adapters']) => async (original: () => Promise<object>) => ({
  ...(await original()),
  [name]: (...given: never[]) => (current.aws.adapters[name] as (...given: never[]) => unknown)(...given),
});
