import { sweepUploadsAccess } from '../../adapters/datasets/sweep-uploads.ts';
import { describeTrainingJobActions } from '../../adapters/sagemaker/describe-training-job.ts';
import { describeTransformJobActions } from '../../adapters/sagemaker/describe-transform-job.ts';
import { sendTaskActions } from '../../adapters/step-functions/send-task.ts';
import { findTokensActions } from '../../adapters/task-tokens/find-tokens.ts';
import { releaseTokenActions } from '../../adapters/task-tokens/release-token.ts';
import { type Access, allow } from '../../core/access.ts';

export const access: Access[] = [
  ...sweepUploadsAccess,
  allow([...findTokensActions, ...releaseTokenActions], 'registry'),
  allow(describeTrainingJobActions, 'training-jobs'),
  allow(describeTransformJobActions, 'transform-jobs'),
  allow(sendTaskActions, 'executions'),
];
