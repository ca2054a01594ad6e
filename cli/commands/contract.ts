import { Command } from 'commander';
import { contractPublish } from './contract-publish.ts';

export const contract = (): Command =>
  new Command('contract')
    .description('Data contracts: what a dataset promises, and what became of the promise.')
    .addCommand(contractPublish());
