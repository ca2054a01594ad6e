import { readEdges } from '../../../adapters/dynamodb/read-edges.ts';
import { type LineageNode, lineageNode, parseNode } from '../../../core/registry/lineage/node.ts';
import { CliError } from '../../cli-error.ts';
import { parseReference } from '../../parse-reference.ts';
import { RegistryReader } from '../../registry-reader.ts';

/**
 * The node that somebody means: a full name such as `commit:0f3c…`, `flights@2` or `flight-delay@1`, or a name
 * alone, which is the newest version of a dataset or model. Asks the registry and needs no checkout.
 * @throws CliError where the graph has no such node
 */
export async function findNode(table: string, text: string): Promise<LineageNode> {
  const node = parseNode(text);
  const candidates =
    node === null ? await versionsNamed(table, text) : [`${node.kind}:${node.name}` as LineageNode];
  for (const candidate of candidates) {
    const edges = await Promise.all(
      (['upstream', 'downstream'] as const).map((direction) => readEdges(table, candidate, direction, 1)),
    );
    if (edges.flat().length > 0) return candidate;
  }
  throw new CliError(
    'notFound',
    `Cannot find '${text}' in the lineage graph: it knows no upload, dataset version, run or model version of that name; \`ballast status\` shows what there is, and a change takes some seconds to arrive`,
  );
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
