/**
 * The URL of an endpoint that takes OpenLineage events, as it was given.
 * @throws Error where nothing could be posted to it, or where it holds a password, which the stack would show to
 * whoever may read it
 */
export function checkEndpoint(url: string): string {
  const refuse = (reason: string): Error =>
    new Error(
      `Cannot tell OpenLineage events to ${reason}: give openLineageUrl in lib/environments.ts a URL such as https://marquez.example.com/api/v1/lineage`,
    );
  if (!URL.canParse(url)) throw refuse(`'${url}', which is no URL`);
  const { protocol, username, password, host, hash } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw refuse(`'${url}', which is not of http or https`);
  if (username !== '' || password !== '') throw refuse(`a URL of '${host}' with a user or password in it`);
  if (hash !== '') throw refuse(`'${url}', which ends with a fragment`);
  return url;
}
