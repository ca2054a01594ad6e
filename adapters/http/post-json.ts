const attempts = 3;
const deadlineInMilliseconds = 3_000;

/**
 * Posts a JSON text; tried three times where the endpoint is silent for 3 s, overloaded (429) or failing (5xx).
 * @throws Error saying the last answer, after the third try, or at once where the endpoint refuses the text or nothing
 * can be posted to such a URL
 */
export async function postJson(url: string, text: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const failure = await post(url, text);
    if (failure === null) return;
    if (failure.final || attempt === attempts) {
      throw new Error(`Cannot post to ${url}: ${failure.reason} (try ${attempt} of ${attempts})`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 100 * 2 ** attempt));
  }
}

/** Null where it was taken. */
async function post(url: string, body: string): Promise<{ final: boolean; reason: string } | null> {
  let request: Request;
  try {
    request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineInMilliseconds),
    });
  } catch (error) {
    return { final: true, reason: reasonOf(error) };
  }
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    return { final: false, reason: reasonOf(error) };
  }
  await response.body?.cancel();
  if (response.ok) return null;
  const final = response.status < 500 && response.status !== 429 && response.status !== 408;
  return { final, reason: `status ${response.status}` };
}

/** An error's message, and that of what caused it: `fetch` itself says no more than that it failed. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  // One of several addresses that all failed has no message, but a code.
  const inner =
    cause instanceof Error
      ? cause.message !== ''
        ? cause.message
        : 'code' in cause
          ? String(cause.code)
          : cause.name
      : undefined;
  return inner === undefined ? message : `${message}: ${inner}`;
}
