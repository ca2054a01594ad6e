const digestAtEnd = /@(sha256:[0-9a-f]{64})$/;

/** The digest that an image's path ends with, `sha256:` and 64 hexadecimal digits; null where it has none. */
export const imageDigest = (image: string | undefined): string | null =>
  digestAtEnd.exec(image ?? '')?.[1] ?? null;
