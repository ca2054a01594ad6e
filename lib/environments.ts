/** What differs between environments; everything else is the same stack. */
export interface EnvironmentSettings {
  readonly name: 'dev' | 'staging' | 'prod';
  /** Account and region; left out, the stack goes where the caller's credentials point. */
  readonly account?: string;
  readonly region?: string;
  /** CloudFormation refuses to delete the stack, and deletion protection guards the registry. */
  readonly terminationProtection: boolean;
  /** Buckets and the registry outlive the stack. */
  readonly retainData: boolean;
  /** Multiplies bake times and deadlines of a rollout: below 1 only where waiting proves nothing. */
  readonly rolloutTimeScale: number;
  /**
   * Files received at the same time, and as many replayed by backfills: bounds what a flood of uploads can cost. Three
   * times as many executions are set aside, one for each receiver and one for each check. Left out, only the account's
   * own limit bounds it: a new AWS account, whose whole limit is 10 executions, can set none aside.
   */
  readonly uploadsAtOnce?: number;
  /** Machine of the processing job that checks an upload too large for the function. */
  readonly largeCheckInstance: string;
  /**
   * Where OpenLineage events are sent beside S3, such as https://marquez.example.com/api/v1/lineage; left out, nowhere.
   * A URL with a password is refused: the stack would show it.
   */
  readonly openLineageUrl?: string;
  readonly logRetentionInDays: 7 | 30 | 365;
}

export const environments: Readonly<Record<EnvironmentSettings['name'], EnvironmentSettings>> = {
  dev: {
    name: 'dev',
    terminationProtection: false,
    retainData: false,
    rolloutTimeScale: 0.01,
    largeCheckInstance: 'ml.m5.xlarge',
    logRetentionInDays: 7,
  },
  staging: {
    name: 'staging',
    terminationProtection: false,
    retainData: false,
    rolloutTimeScale: 0.2,
    uploadsAtOnce: 5,
    largeCheckInstance: 'ml.m5.xlarge',
    logRetentionInDays: 30,
  },
  prod: {
    name: 'prod',
    terminationProtection: true,
    retainData: true,
    rolloutTimeScale: 1,
    uploadsAtOnce: 5,
    largeCheckInstance: 'ml.m5.xlarge',
    logRetentionInDays: 365,
  },
};

/**
 * The settings of `-c env=<name>`.
 * @throws Error naming the environments there are
 */
export function environmentNamed(name: unknown): EnvironmentSettings {
  const found = Object.values(environments).find((environment) => environment.name === name);
  if (found === undefined) {
    const names = Object.keys(environments).join(', ');
    throw new Error(`Cannot choose environment '${String(name)}': give one of ${names}, as in -c env=dev`);
  }
  return found;
}
