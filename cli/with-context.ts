import type { Command } from 'commander';
import { type Context, createContext } from './context.ts';
import type { GlobalOptions } from './global-options.ts';

/**
 * Makes a command's action of a function that takes a context, the command's arguments, and its options. The target
 * is chosen only now, so that help and usage errors never depend on one.
 */
export const withContext =
  <Arguments extends readonly unknown[]>(
    work: (context: Context, ...args: Arguments) => Promise<void>,
  ): ((...received: unknown[]) => Promise<void>) =>
  async (...received) => {
    const command = received.at(-1) as Command;
    const context = createContext(command.optsWithGlobals<GlobalOptions>());
    await work(context, ...(received.slice(0, -1) as unknown as Arguments));
  };
