import { digestOf, type Json } from '../training/digest-of.ts';
import type { Contract } from './contract.ts';

/** SHA-256 of a contract, whatever the order of its members: two contracts with one digest promise the same. */
export function contractDigest(contract: Contract): string {
  return digestOf(JSON.parse(JSON.stringify(contract)) as Json);
}
