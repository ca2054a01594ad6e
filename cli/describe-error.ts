import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { printable } from './printable.ts';

export interface DescribedError {
  readonly exit: ExitCode;
  /** One sentence; empty where commander has printed its own. */
  readonly message: string;
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'TimeoutError',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const noCredentials = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);

const denied = /^AccessDenied/;

/** Errors by which a function says that its input breaks a rule, rather than that it broke itself. */
const refusals = /^(Cannot|Invalid) /;

/** The twin's emulator calls whatever a function throws by this name; AWS keeps the error's own. */
const thrownOnTwin = 'Runtime.HandlerError';

/** Sentences with which JavaScript itself begins likewise. */
const ofJavaScript =
  /^Cannot ((read|set) propert(y|ies) of|destructure|access|convert|mix) |^Invalid (?!.*: Expected )/;

/** What any failure of a command means to the person who typed it. */
export function describeError(error: unknown): DescribedError {
  if (error instanceof CliError) return { exit: error.exit, message: error.message };
  if (error instanceof CommanderError) {
    return { exit: error.exitCode === 0 ? 'ok' : 'usage', message: '' };
  }
  if (!(error instanceof Error)) return { exit: 'failed', message: `Cannot go on: ${String(error)}` };
  const names = [error.name, 'code' in error ? String(error.code) : ''];
  const has = (set: ReadonlySet<string>): boolean => names.some((name) => set.has(name));
  if (has(noCredentials)) {
    return {
      exit: 'unreachable',
      message: `Cannot sign requests to AWS: ${sentence(error.message)}; sign in (for example \`aws sso login\`), set AWS_PROFILE, or start the twin with \`npm start\``,
    };
  }
  if (error.message.startsWith('Region is missing')) {
    return {
      exit: 'unreachable',
      message: 'Cannot choose an AWS region: none is configured; give --region or set AWS_REGION',
    };
  }
  if (has(unreachable)) {
    const code = names.find((name) => unreachable.has(name));
    return {
      exit: 'unreachable',
      message: `Cannot reach the target: ${sentence(error.message) || code} (${code}); is the twin still starting, or the network down?`,
    };
  }
  if (denied.test(error.name)) {
    return {
      exit: 'unreachable',
      message: `Cannot do that with these credentials: ${sentence(error.message)}; ask for the permission or choose another profile`,
    };
  }
  if (isFunctionFailed(error)) return describeFunctionFailure(error);
  if (isMissing(error)) {
    return {
      exit: 'notFound',
      message: `Cannot find it: ${sentence(error.message)}; is this version of the stack deployed?`,
    };
  }
  return {
    exit: 'failed',
    message: `${error.name === 'Error' ? '' : `${error.name}: `}${sentence(error.message)}`,
  };
}

/** The services have several words for it. */
const isMissing = ({ name, message }: Error): boolean =>
  name === 'ResourceNotFoundException' ||
  name === 'StateMachineDoesNotExist' ||
  (/^Validation(Error|Exception)$/.test(name) && /not found|could not find|does not exist/i.test(message));

interface FunctionFailure extends Error {
  readonly functionName: string;
  readonly payload: string;
}

/** By its shape: the class lives in an adapter, and adapters are imported only by commands that need them. */
const isFunctionFailed = (error: Error): error is FunctionFailure =>
  error.name === 'FunctionFailed' && 'payload' in error && 'functionName' in error;

function describeFunctionFailure({ functionName, payload }: FunctionFailure): DescribedError {
  const { errorType, errorMessage } = parsePayload(payload);
  const said = sentence(errorMessage);
  const isOurs =
    errorType === 'Error' ||
    errorType === 'ValiError' ||
    (errorType === thrownOnTwin && !ofJavaScript.test(said));
  if (isOurs && refusals.test(said)) {
    return { exit: said.startsWith('Cannot find ') ? 'notFound' : 'refused', message: said };
  }
  return {
    exit: 'failed',
    message: `Function '${functionName}' failed: ${errorType}: ${said}; see \`npx ballast logs ${functionName}\``,
  };
}

function parsePayload(payload: string): { errorType: string; errorMessage: string } {
  try {
    const { errorType, errorMessage } = JSON.parse(payload) as Record<string, unknown>;
    return { errorType: String(errorType ?? 'Error'), errorMessage: String(errorMessage ?? payload) };
  } catch (error) {
    if (error instanceof SyntaxError) return { errorType: 'Error', errorMessage: payload };
    throw error;
  }
}

/** One line, without a full stop at its end. */
const sentence = (text: string): string =>
  printable(text.trim().replaceAll(/\s*\n\s*/g, ' ')).replace(/\.$/, '');

/** The number that a described error ends the process with. */
export const exitCodeOf = ({ exit }: DescribedError): number => exitCodes[exit].code;
