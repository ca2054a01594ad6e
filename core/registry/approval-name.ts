/** The name under which the release machine waits for the decision about a version. */
export const approvalName = (model: string, version: number): string => `approval:${model}:${version}`;
