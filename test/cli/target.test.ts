import { describe, expect, it } from 'vitest';
import { chooseTarget, describeTarget } from '../../cli/target.ts';
import type { TwinState } from '../../local/launcher/twin-state.ts';

const twin: TwinState = {
  endpointUrl: 'https://127.0.0.1:4566',
  sagemakerUrl: null,
  region: 'us-east-1',
  account: '000000000000',
  accessKeyId: 'test',
  secretAccessKey: 'test',
  caFile: '/ca.pem',
  environment: 'dev',
  directory: '/twin',
  processes: {},
  startedAt: '2026-11-22T20:00:00.000Z',
  inboxDirectory: '/twin/inbox',
};

describe('chooseTarget', () => {
  it('is the twin if one runs, else AWS', () => {
    expect(chooseTarget({ env: 'dev' }, twin).kind).toBe('twin');
    expect(chooseTarget({ env: 'dev' }, null).kind).toBe('aws');
    expect(chooseTarget({ env: 'dev', target: 'aws' }, twin).kind).toBe('aws');
  });

  it('never takes the twin for what was meant for AWS', () => {
    expect(() => chooseTarget({ env: 'prod' }, twin)).toThrow(/'prod'.*--target aws/);
    expect(() => chooseTarget({ env: 'dev', profile: 'operations' }, twin)).toThrow(/--profile 'operations'/);
    expect(() => chooseTarget({ env: 'dev', region: 'eu-west-1' }, twin)).toThrow(/--region 'eu-west-1'/);
  });

  it('says so where the twin was asked for and does not run', () => {
    expect(() => chooseTarget({ env: 'dev', target: 'twin' }, null)).toThrow(/npm start/);
  });
});

it('describes a target so that two cannot be confused', () => {
  expect(describeTarget(chooseTarget({ env: 'dev' }, twin))).toBe(
    'twin at https://127.0.0.1:4566, environment dev',
  );
  const aws = {
    kind: 'aws',
    environment: 'prod',
    url: null,
    profile: 'operations',
    account: '123456789012',
    region: 'eu-west-1',
  } as const;
  expect(describeTarget(aws)).toBe(
    'AWS account 123456789012 in eu-west-1, profile operations, environment prod',
  );
});
