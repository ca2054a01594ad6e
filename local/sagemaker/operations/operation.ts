import type { StandIn } from '../stand-in.ts';

/** One operation of the SageMaker API: a valid request becomes the answer's JSON, or a ServiceError is thrown. */
export type Operation<Input> = (standIn: StandIn, input: Input) => object | Promise<object>;
