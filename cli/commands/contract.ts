import { Command } from 'commander';
import { contractCheck } from './contract-check.ts';
import { contractPublish } from './contract-publish.ts';
import { contractTry } from './contract-try.ts';

export const contract = (): Command =>
  new Command('contract')
    .description('Data contracts: what a dataset promises, and what became of the promise.')
    .addCommand(contractCheck())
    .addCommand(contractTry())
    .addCommand(contractPublish());
