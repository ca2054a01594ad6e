export function twinCertificate(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | null;
