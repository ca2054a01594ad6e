import { Command } from 'commander';
import { dataDiff } from './data-diff.ts';
import { dataGc } from './data-gc.ts';
import { dataLog } from './data-log.ts';
import { dataPin, dataUnpin } from './data-pin.ts';
import { dataPull } from './data-pull.ts';
import { dataPush } from './data-push.ts';
import { dataShow } from './data-show.ts';

export const data = (): Command => {
  const command = new Command('data').description(
    'Dataset versions: look, compare, fetch, send, keep, give up.',
  );
  for (const add of [dataLog, dataShow, dataDiff, dataPull, dataPush, dataPin, dataUnpin, dataGc]) {
    command.addCommand(add());
  }
  return command;
};
