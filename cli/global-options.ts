import type { EnvironmentName } from './target.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly env: EnvironmentName;
  /** Absent: the twin if one runs, else AWS. */
  readonly target?: 'twin' | 'aws';
  readonly json?: boolean;
  readonly profile?: string;
  readonly region?: string;
  readonly debug?: boolean;
}
