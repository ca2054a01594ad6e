import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Contracts } from './contracts.ts';
import { Datasets } from './datasets.ts';
import { Drift } from './drift.ts';
import { Features } from './features.ts';
import { Foundation, type FoundationProps } from './foundation.ts';
import { Pager } from './pager.ts';
import { Registry } from './registry.ts';
import { Rollout } from './rollout.ts';
import { Training } from './training.ts';

/**
 * The whole system of one environment. The stack owns shape (roles, functions, limits, alarms); the
 * registry owns what serves (model, config, weights): a deployment never touches a live endpoint.
 */
export class BallastStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & FoundationProps) {
    super(scope, id, props);
    const { system } = new Foundation(this, 'foundation', props);

    // Data: an upload becomes a dataset version, or goes to quarantine with its reason.
    new Contracts(this, 'contracts', { system });
    new Datasets(this, 'datasets', { system });
    new Features(this, 'features', { system });

    // Release: features → train → evaluate → gate → register → approval → rollout.
    new Training(this, 'training', { system });
    new Registry(this, 'registry', { system });

    // Rollout: a canary beside the live variant, judged at each step; rollback.
    new Rollout(this, 'rollout', { system });

    // Watch: drift, data quality, latency, errors, cost; a page for a named owner.
    new Drift(this, 'drift', { system });
    new Pager(this, 'pager', { system });

    Tags.of(this).add('ballast:environment', props.environment.name);
  }
}
