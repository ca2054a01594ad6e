import { type LineageNode, lineageNode, parseNode } from '../../../core/registry/lineage/node.ts';
import { parseReference } from '../../parse-reference.ts';
import { RegistryReader } from '../../registry-reader.ts';
import { isKnown } from './is-known.ts';
import { unknownNode } from './unknown-node.ts';

/**
 * The node that somebody means: a full name such as `commit:0f3c…`, `flights@2` or `flight-delay@1`, or a name
 * alone, which is the newest version of a dataset or model. Asks the registry and needs no checkout.
 * @throws CliError where the graph has no such node
 */
export async function findNode(table: string, text: string): Promise<LineageNode> {
  const node = parseNode(text);
  const candidates = node === null ? await versionsNamed(table, text) : [node];
  for (const candidate of candidates) {
    if (await isKnown(table, candidate)) return candidate;
  }
  throw unknownNode(text);
}

async function versionsNamed(table: string, text: string): Promise<LineageNode[]> {
  const { name, version } = parseReference(text);
  if (version !== null) return [lineageNode.dataset(name, version), lineageNode.model(name, version)];
  const registry = new RegistryReader(table);
  const [dataset, models] = await Promise.all([
    registry.newestDatasetVersion(name),
    registry.modelVersions(name),
  ]);
  const model = models.at(-1);
  return [
    ...(dataset === null ? [] : [lineageNode.dataset(name, dataset.version)]),
    ...(model === undefined ? [] : [lineageNode.model(name, model.version)]),
  ];
}
