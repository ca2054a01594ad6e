import { vi } from 'vitest';
import { main } from '../../cli/main.ts';
import { FakeTarget } from './fake-target.ts';
import { userEnvironment } from './run-ballast.ts';

/** A target for the command line in this process: its clients are made once, for one target. */
export async function startTargetHere(): Promise<FakeTarget> {
  const target = await FakeTarget.start();
  for (const [name, value] of Object.entries(userEnvironment(target.url))) vi.stubEnv(name, value);
  // cli/ballast.js sets it.
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  return target;
}

/** The command line in this process, and what it wrote. */
export async function runHere(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    const code = await main([...words, '--target', 'aws']);
    return { code, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
