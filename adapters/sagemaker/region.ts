import { sagemaker } from './client.ts';

/** The region that jobs and models are made in, as containers are told. */
export const region = (): Promise<string> => sagemaker.config.region();
