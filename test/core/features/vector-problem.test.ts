import { describe, expect, it } from 'vitest';
import { packVectors, vectorEntity } from '../../../core/features/feature-vector.ts';
import { entityProblem, vectorProblem } from '../../../core/features/vector-problem.ts';
import { datasetViews } from '../../../core/features/views-of.ts';
import model from '../../../models/flight-delay/model.ts';

describe('entityProblem', () => {
  it('counts bytes, not characters', () => {
    expect(entityProblem(vectorEntity(['a'.repeat(1_024)]))).toBeNull();
    expect(entityProblem(vectorEntity(['é'.repeat(1_024)]))).toContain('an entity of 2052 bytes');
  });
});

describe('vectorProblem', () => {
  const [view] = datasetViews(model);
  const week = (text: string) =>
    packVectors(
      view!,
      Array.from({ length: 168 }, (_, hour) => ({
        entity: ['EWR'],
        hour: Date.UTC(2013, 3, 1) + hour * 3_600_000,
        values: [text],
      })),
      { datasetVersion: 1, expiresAt: 0 },
    )[0]!;

  it('is of a week that no item can hold', () => {
    expect(vectorProblem(week('x'.repeat(2_000)))).toBeNull();
    // 168 texts with quotes and comma, the brackets; 168 doubles of five features; 168 hours; the entity.
    expect(vectorProblem(week('x'.repeat(2_400)))).toMatch(/^a week of 410600 bytes/);
  });
});
