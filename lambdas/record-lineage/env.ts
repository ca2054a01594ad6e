export { emissionVariables as env } from '../../adapters/definitions/emission-context.ts';
