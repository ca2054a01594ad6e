import { describe, expect, it } from 'vitest';
import { targetInput } from '../../../local/sagemaker/target-input.ts';

const event = { id: '1', detail: { name: 'a "b"', count: 2 } };

describe('targetInput', () => {
  it('sends the event, a constant, or a part of it', () => {
    expect(targetInput({}, event)).toBe(JSON.stringify(event));
    expect(targetInput({ Input: '{"a":1}' }, event)).toBe('{"a":1}');
    expect(targetInput({ InputPath: '$.detail' }, event)).toBe(JSON.stringify(event.detail));
  });

  it('fills a template, as text within quotes and as JSON outside', () => {
    const InputTransformer = {
      InputPathsMap: { name: '$.detail.name', count: '$.detail.count', detail: '$.detail' },
      InputTemplate: '{"name":<name>,"quoted":"<name>","count":<count>,"all":<detail>}',
    };
    expect(JSON.parse(targetInput({ InputTransformer }, event))).toEqual({
      name: 'a "b"',
      quoted: 'a "b"',
      count: 2,
      all: event.detail,
    });
  });
});
