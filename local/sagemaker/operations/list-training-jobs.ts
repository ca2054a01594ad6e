import { type ListInput, listPage } from './list-page.ts';
import type { Operation } from './operation.ts';

export const listTrainingJobs: Operation<ListInput> = ({ stores }, input) => {
  const { page, NextToken } = listPage(
    stores.trainingJobs.list().map((job) => ({
      name: job.TrainingJobName,
      status: job.TrainingJobStatus,
      creationTime: job.CreationTime,
      lastModifiedTime: job.LastModifiedTime,
      job,
    })),
    input,
  );
  return {
    TrainingJobSummaries: page.map(({ job }) => ({
      TrainingJobName: job.TrainingJobName,
      TrainingJobArn: job.TrainingJobArn,
      CreationTime: job.CreationTime,
      TrainingEndTime: job.TrainingEndTime,
      LastModifiedTime: job.LastModifiedTime,
      TrainingJobStatus: job.TrainingJobStatus,
      SecondaryStatus: job.SecondaryStatus,
    })),
    NextToken,
  };
};
