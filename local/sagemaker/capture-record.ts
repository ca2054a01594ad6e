/** Which content types the capture keeps as text; all others are kept in base64, as on SageMaker. */
export interface CapturedTypes {
  readonly CsvContentTypes?: readonly string[];
  readonly JsonContentTypes?: readonly string[];
}

/** A request and its answer, before they are written down. */
export interface CapturedExchange {
  readonly input: { readonly contentType: string; readonly body: Buffer };
  readonly output: { readonly contentType: string; readonly body: Buffer };
  readonly modes: readonly ('Input' | 'Output' | 'InputAndOutput')[];
  readonly types: CapturedTypes;
  readonly eventId: string;
  readonly inferenceId?: string;
  /** The caller's `X-Amzn-SageMaker-Custom-Attributes`. */
  readonly customAttributes?: string;
  readonly at: Date;
}

/**
 * One line of a data capture file, in SageMaker's format (Developer Guide, "Capture data from
 * real-time endpoint"): JSON without line breaks.
 */
export function captureRecord(exchange: CapturedExchange): string {
  const { input, output, modes, types, at } = exchange;
  const wants = (mode: 'Input' | 'Output') => modes.includes(mode) || modes.includes('InputAndOutput');
  return JSON.stringify({
    captureData: {
      ...(wants('Input') ? { endpointInput: side(input, 'INPUT', types) } : {}),
      ...(wants('Output') ? { endpointOutput: side(output, 'OUTPUT', types) } : {}),
    },
    eventMetadata: {
      eventId: exchange.eventId,
      ...(exchange.customAttributes === undefined ? {} : { customAttributes: [exchange.customAttributes] }),
      ...(exchange.inferenceId === undefined ? {} : { inferenceId: exchange.inferenceId }),
      inferenceTime: at.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    },
    eventVersion: '0',
  });
}

function side(
  { contentType, body }: { readonly contentType: string; readonly body: Buffer },
  mode: 'INPUT' | 'OUTPUT',
  types: CapturedTypes,
) {
  const encoding = encodingOf(contentType, types);
  return {
    observedContentType: contentType,
    mode,
    data: encoding === 'BASE64' ? body.toString('base64') : body.toString('utf8'),
    encoding,
  };
}

function encodingOf(contentType: string, types: CapturedTypes): 'JSON' | 'CSV' | 'BASE64' {
  const bare = contentType.split(';')[0]!.trim().toLowerCase();
  const among = (list: readonly string[] | undefined) =>
    (list ?? []).some((type) => type.toLowerCase() === bare);
  if (among(types.JsonContentTypes)) return 'JSON';
  if (among(types.CsvContentTypes)) return 'CSV';
  return 'BASE64';
}

/** Key of a capture file: `<prefix>/<endpoint>/<variant>/yyyy/mm/dd/hh/mm-ss-SSS-<uuid>.jsonl`, in UTC. */
export function captureKey(
  prefix: string,
  endpoint: string,
  variant: string,
  at: Date,
  uuid: string,
): string {
  const [date, time] = at.toISOString().slice(0, -1).split('T') as [string, string];
  const [hour, minute, seconds] = time.split(':') as [string, string, string];
  const folder = prefix.replace(/\/+$/, '');
  return [
    ...(folder === '' ? [] : [folder]),
    endpoint,
    variant,
    ...date.split('-'),
    hour,
    `${minute}-${seconds.replace('.', '-')}-${uuid}.jsonl`,
  ].join('/');
}
