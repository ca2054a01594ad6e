/**
 * Hyperparameters as SageMaker's script-mode containers read them: every value is JSON in a string, ours
 * beside those that name the script (what the SageMaker Python SDK's `Framework` estimator sends).
 * @throws Error when the model sets a name that belongs to the container
 */
export function scriptHyperparameters(request: {
  readonly hyperparameters: Readonly<Record<string, string | number>>;
  readonly seed: number;
  /** S3 URI of `sourcedir.tar.gz`. */
  readonly codeUri: string;
  readonly region: string;
  readonly jobName: string;
}): Record<string, string> {
  const reserved = Object.keys(request.hyperparameters).find(
    (name) => name === 'seed' || name.startsWith('sagemaker_'),
  );
  if (reserved !== undefined) {
    throw new Error(
      `Cannot train with hyperparameter '${reserved}': the name is taken; set training.seed, or rename it`,
    );
  }
  const all = {
    ...request.hyperparameters,
    seed: request.seed,
    sagemaker_program: 'train.py',
    sagemaker_submit_directory: request.codeUri,
    sagemaker_container_log_level: 20,
    sagemaker_job_name: request.jobName,
    sagemaker_region: request.region,
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, JSON.stringify(value)]));
}
