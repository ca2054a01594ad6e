import { describe, expect, it } from 'vitest';
import { CliError } from '../../cli/cli-error.ts';
import { describeError, exitCodeOf } from '../../cli/describe-error.ts';

const named = (name: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { name, ...more });
const functionFailed = (errorMessage: string, errorType = 'Error') =>
  named('FunctionFailed', 'failed', {
    functionName: 'ballast-dev-x',
    payload: JSON.stringify({ errorType, errorMessage, trace: ['at x'] }),
  });

describe('describeError', () => {
  it.each([
    [new CliError('deadline', 'm'), 6],
    [named('CredentialsProviderError', 'Could not load credentials from any providers'), 5],
    [named('ExpiredTokenException', 'The security token is expired'), 5],
    [new Error('Region is missing'), 5],
    [named('Error', 'connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED' }), 5],
    [named('Error', 'self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 5],
    [named('AccessDeniedException', 'not authorized'), 5],
    [named('ResourceNotFoundException', 'Function not found'), 3],
    [named('StateMachineDoesNotExist', 'State machine x not found'), 3],
    [named('ValidationError', 'Endpoint x of account 1 not found.'), 3],
    [named('ValidationException', '1 validation error detected'), 1],
    [functionFailed("Cannot find model 'x': this stack has y"), 3],
    [functionFailed('Cannot mark version 2 as approved'), 4],
    [functionFailed('Invalid length: Expected !0 but received 0', 'ValiError'), 4],
    [functionFailed("Cannot read properties of undefined (reading 'x')", 'TypeError'), 1],
    [functionFailed('Cannot mark version 2 as approved', 'Runtime.HandlerError'), 4],
    [functionFailed("Cannot find model 'x': this stack has y", 'Runtime.HandlerError'), 3],
    [functionFailed('Invalid length: Expected !0 but received 0', 'Runtime.HandlerError'), 4],
    [functionFailed("Cannot read properties of undefined (reading 'x')", 'Runtime.HandlerError'), 1],
    [functionFailed('Invalid time value', 'Runtime.HandlerError'), 1],
    [functionFailed('Task timed out after 3.00 seconds', 'Sandbox.Timedout'), 1],
    [named('FunctionFailed', 'failed', { functionName: 'f', payload: 'not JSON' }), 1],
    [new Error('anything else'), 1],
    ['a string', 1],
  ])('%s exits with %i and says so in one line', (error, code) => {
    const described = describeError(error);
    expect(exitCodeOf(described)).toBe(code);
    expect(described.message).not.toBe('');
    expect(described.message).not.toContain('\n');
  });

  it('names the function, the error and where to look', () => {
    const { message } = describeError(functionFailed('out of\n memory.', 'RangeError'));
    expect(message).toBe(
      "Function 'ballast-dev-x' failed: RangeError: out of memory; see `npx ballast logs ballast-dev-x`",
    );
  });

  it('does not repeat control characters to the terminal', () => {
    expect(describeError(new Error('\u001b[2Jgone')).message).toBe('\\u001b[2Jgone');
  });
});
