import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkTime } from '../core/contracts/check-time.ts';
import { access } from '../lambdas/check-upload/access.ts';
import { env } from '../lambdas/check-upload/env.ts';
import { BallastFunction } from './ballast-function.ts';
import type { System } from './system.ts';

/** The check of uploaded files: one function that may read the landing zone and fill two prefixes. */
export class Contracts extends Construct {
  constructor(scope: Construct, id: string, props: { readonly system: System }) {
    super(scope, id);
    const { uploadsAtOnce } = props.system.environment;
    new BallastFunction(this, 'check-upload', {
      system: props.system,
      access,
      env,
      memoryInMiB: 2048,
      timeout: Duration.minutes(checkTime.checkMinutes),
      duckdb: true,
      // A file of `uploadLimits`, its rows good and bad, and what the engine spills.
      diskInGiB: 10,
      // As many as may ask for one at once: those that receive uploads, and those that replay them for a backfill.
      reservedConcurrency: uploadsAtOnce === undefined ? undefined : 2 * uploadsAtOnce,
      description: 'Reads one untrusted file against its contract',
    });
  }
}
