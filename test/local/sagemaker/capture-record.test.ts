import { describe, expect, it } from 'vitest';
import { captureKey, captureRecord } from '../../../local/sagemaker/capture-record.ts';

const exchange = {
  input: { contentType: 'text/csv', body: Buffer.from('132,25,113.2,96') },
  output: { contentType: 'text/csv; charset=utf-8', body: Buffer.from('0.01076381653547287') },
  modes: ['Input', 'Output'] as const,
  types: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
  eventId: '6ed19a7a-8a5f-4b3d-9d9b-1f7b1f3a9a11',
  at: new Date('2024-11-20T20:33:52.123Z'),
};

describe('captureRecord', () => {
  // The layout of the example in the SageMaker Developer Guide, "Capture data from real-time endpoint".
  it('writes SageMaker’s format, member by member in its order', () => {
    expect(captureRecord(exchange)).toBe(
      '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"132,25,113.2,96","encoding":"CSV"},' +
        '"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT","data":"0.01076381653547287","encoding":"CSV"}},' +
        '"eventMetadata":{"eventId":"6ed19a7a-8a5f-4b3d-9d9b-1f7b1f3a9a11","inferenceTime":"2024-11-20T20:33:52Z"},"eventVersion":"0"}',
    );
  });

  it('names the inference when the caller did', () => {
    const { eventMetadata } = JSON.parse(captureRecord({ ...exchange, inferenceId: 'flight-1' }));
    expect(eventMetadata.inferenceId).toBe('flight-1');
  });

  it('keeps types that were not named in base64', () => {
    const { captureData } = JSON.parse(captureRecord({ ...exchange, types: {} }));
    expect(captureData.endpointInput).toMatchObject({
      encoding: 'BASE64',
      data: Buffer.from('132,25,113.2,96').toString('base64'),
    });
  });

  it('keeps what it was asked to keep', () => {
    const { captureData } = JSON.parse(captureRecord({ ...exchange, modes: ['Output'] }));
    expect(Object.keys(captureData)).toEqual(['endpointOutput']);
  });
});

describe('captureKey', () => {
  it('sorts by time within endpoint and variant', () => {
    const at = new Date('2024-11-20T20:03:02.023Z');
    expect(captureKey('capture/', 'flights', 'v1', at, 'uuid')).toBe(
      'capture/flights/v1/2024/11/20/20/03-02-023-uuid.jsonl',
    );
    expect(captureKey('', 'flights', 'v1', at, 'uuid')).toBe('flights/v1/2024/11/20/20/03-02-023-uuid.jsonl');
  });
});
