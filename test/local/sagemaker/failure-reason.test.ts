import { describe, expect, it } from 'vitest';
import { maximumFailureReason, scriptFailureReason } from '../../../local/sagemaker/failure-reason.ts';

describe('scriptFailureReason', () => {
  it('is worded as SageMaker words it', () => {
    expect(scriptFailureReason({ output: 'ValueError: x\n', command: 'python3 train.py', exitCode: 1 })).toBe(
      'AlgorithmError: ExecuteUserScriptError:\nExitCode 1\nErrorMessage "ValueError: x"\nCommand "python3 train.py", exit code: 1',
    );
  });

  it('keeps the end of long output, which says what went wrong', () => {
    const output = `${'frame\n'.repeat(500)}ValueError: at the end`;
    const reason = scriptFailureReason({ output, command: 'python3 train.py', exitCode: 1 });
    expect(reason).toHaveLength(maximumFailureReason);
    expect(reason).toContain('ValueError: at the end"');
  });
});
