#!/usr/bin/env -S node --import tsx
import { join } from 'node:path';
import { App, CliCredentialsStackSynthesizer } from 'aws-cdk-lib';
import { checkExpressions } from '../adapters/duckdb/check-expressions.ts';
import { stackName } from '../core/names.ts';
import { BallastStack } from '../lib/ballast-stack.ts';
import { codeCommit } from '../lib/code-commit.ts';
import { environmentNamed } from '../lib/environments.ts';
import { loadModels } from '../lib/load-models.ts';
import { checkPublishedContracts } from '../lib/published-contracts.ts';
import { twinExceptions } from '../local/exceptions.ts';

const root = join(import.meta.dirname, '..');
const app = new App();
const environment = environmentNamed(app.node.tryGetContext('env') ?? 'dev');
const twin = String(app.node.tryGetContext('twin') ?? 'false') === 'true';
const models = await loadModels(root);
await checkExpressions(models);
checkPublishedContracts(root, models);

new BallastStack(app, stackName(environment.name), {
  root,
  environment,
  models,
  codeCommit: codeCommit(root),
  twin,
  exceptions: twin ? twinExceptions : [],
  env: { account: environment.account, region: environment.region },
  terminationProtection: environment.terminationProtection,
  description: `Ballast: MLOps system, environment ${environment.name}`,
  analyticsReporting: false,
  ...(twin ? { synthesizer: new CliCredentialsStackSynthesizer() } : {}),
});
app.synth();
