import { readStreamActions } from '../../adapters/dynamodb/stream-changes.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [allow(readStreamActions, 'registry-stream')];
