import { checkLargeAccess } from '../../adapters/datasets/check-large.ts';
import { uploadPortsAccess } from '../../adapters/datasets/upload-ports.ts';
import type { Access } from '../../core/access.ts';

export const access: Access[] = [...uploadPortsAccess, ...checkLargeAccess];
