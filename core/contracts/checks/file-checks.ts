import type { FileCheck } from '../check-whole-file.ts';
import type { Contract } from '../contract.ts';
import { freshness } from './freshness.ts';
import { nullShare } from './null-share.ts';
import { rowCount } from './row-count.ts';

/** Every check of a contract on a file as a whole. */
export const fileChecks = (contract: Contract): FileCheck[] => [
  ...rowCount(contract),
  ...nullShare(contract),
  ...freshness(contract),
];
