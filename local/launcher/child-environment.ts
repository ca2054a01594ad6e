import { devNull } from 'node:os';

/** What a child process may know of the caller's environment: nothing of AWS, nothing that is secret. */
const passed = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TERM', 'SHELL'] as const;

/**
 * The environment that the twin's parts begin with: the caller's programs, but none of its AWS settings and credentials.
 * `BALLAST_TWIN_PART` marks every process of one twin, so that none is left behind when it stops.
 */
export function childEnvironment(directory: string): Record<string, string> {
  const environment: Record<string, string> = {
    BALLAST_TWIN_PART: directory,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    TZ: 'UTC',
    PYTHONUNBUFFERED: '1',
  };
  for (const name of passed) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
