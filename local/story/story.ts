import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { TwinState } from '../launcher/twin-state.ts';
import { collectOutput, type Ended } from './collect-output.ts';
import type { Flights } from './flights.ts';

/** Names of the deployed stack's resources, from its outputs. */
export interface Outputs {
  readonly RegistryTable: string;
  readonly DataBucket: string;
  readonly ModelBucket: string;
}

export interface Claim {
  readonly step: number;
  readonly claim: string;
  readonly held: boolean;
  readonly detail: string;
}

/** The story as it is told: its setting, its progress, and what it claimed and saw. */
export class Story {
  readonly claims: Claim[] = [];
  readonly timings: { step: number; title: string; seconds: number }[] = [];
  #step = 0;
  readonly #started = performance.now();

  constructor(
    readonly twin: TwinState,
    readonly outputs: Outputs,
    readonly flights: Flights,
    readonly root: string,
    readonly model = 'flight-delay',
  ) {}

  /**
   * Plays one step and says what is running, how long it took and what comes next.
   * @throws Error when a claim of the step did not hold: what follows builds on it
   */
  async step(number: number, title: string, next: string | null, work: () => Promise<void>): Promise<void> {
    this.#step = number;
    const started = performance.now();
    this.say(`\n[${number}/9] ${title}`);
    const heldBefore = this.failed.length;
    await work();
    const seconds = (performance.now() - started) / 1_000;
    this.timings.push({ step: number, title, seconds });
    const total = ((performance.now() - this.#started) / 1_000).toFixed(0);
    this.say(
      `      took ${seconds.toFixed(1)} s (${total} s so far)${next === null ? '' : `; next: ${next}`}`,
    );
    if (this.failed.length > heldBefore) throw new Error(`step ${number} did not do what it should`);
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }

  note(line: string): void {
    this.say(`      ${line}`);
  }

  /** States what must hold; a claim that does not hold ends the story after its step. */
  claim(claim: string, held: boolean, detail = ''): void {
    this.claims.push({ step: this.#step, claim, held, detail });
    this.note(`${held ? 'ok  ' : 'FAIL'} ${claim}${detail === '' ? '' : ` (${detail})`}`);
  }

  get failed(): readonly Claim[] {
    return this.claims.filter(({ held }) => !held);
  }

  /** Runs `npx ballast <words>` as a user would and answers with what it printed. */
  async ballast(...words: string[]): Promise<Ended> {
    this.note(`$ npx ballast ${words.join(' ')}`);
    const child = spawn(process.execPath, [join(this.root, 'cli', 'ballast.js'), ...words], {
      cwd: this.root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = await collectOutput(child);
    const { code, stdout, stderr } = ended;
    if (code !== 0)
      this.note(`exit code ${code}: ${(stderr || stdout).trim().split('\n').slice(-5).join(' | ')}`);
    return ended;
  }
}
