import { expect, it } from 'vitest';
import { checkEndpoint } from '../../../../../core/registry/lineage/openlineage/check-endpoint.ts';

it.each(['https://marquez.example.com/api/v1/lineage', 'http://10.0.0.1:5000/api/v1/lineage'])(
  'takes %s',
  (url) => {
    expect(checkEndpoint(url)).toBe(url);
  },
);

it.each([
  ['not a url', 'no URL'],
  ['', 'no URL'],
  ['marquez.example.com/api', 'no URL'],
  ['ftp://example.com/x', 'not of http or https'],
  ['https://example.com/x#y', 'a fragment'],
])('refuses %j', (url, reason) => {
  expect(() => checkEndpoint(url)).toThrow(reason);
});

it('refuses a password, and does not repeat it', () => {
  const refuse = () => checkEndpoint('https://me:secret@example.com/x');
  expect(refuse).toThrow("'example.com' with a user or password");
  expect(refuse).not.toThrow('secret');
});
