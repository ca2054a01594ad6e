import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** What CloudFormation waits for: without it a stack hangs for an hour. */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Reason?: string;
}

/** Puts the answer to a custom resource's request where CloudFormation waits for it. Needs no permission. */
export async function answerCustomResource(responseUrl: string, answer: CustomResourceAnswer): Promise<void> {
  const url = new URL(responseUrl);
  const body = JSON.stringify(answer);
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  await new Promise<void>((resolve, reject) => {
    // The URL is signed for an empty content type.
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const request = send(url, { method: 'PUT', headers, timeout: 30_000 }, (response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) resolve();
      else reject(new Error(`Cannot answer CloudFormation: it replied with status ${status}`));
    });
    request.on('timeout', () => request.destroy(new Error('Cannot answer CloudFormation: no reply in 30 s')));
    request.on('error', reject);
    request.end(body);
  });
}
