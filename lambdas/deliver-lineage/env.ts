import { emissionVariables } from '../../adapters/definitions/emission-context.ts';

export const env = [...emissionVariables, 'OPENLINEAGE_URL'] as const;
