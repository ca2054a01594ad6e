/**
 * What is wrong with inclusive bounds: numbers in `within`, whole ones where it says so, in order, and at least one.
 * @param at the field that holds them
 */
export function boundsProblems(
  at: string,
  bounds: { readonly minimum?: number; readonly maximum?: number },
  within: { readonly least: number; readonly most: number; readonly whole: boolean },
): string[] {
  const { minimum, maximum } = bounds;
  if (minimum === undefined && maximum === undefined) return [`${at}: has neither minimum nor maximum`];
  const problems = (['minimum', 'maximum'] as const).flatMap((name) => {
    const value = bounds[name];
    if (value === undefined) return [];
    const fits = value >= within.least && value <= within.most && (!within.whole || Number.isInteger(value));
    const range = `${within.whole ? 'a whole number' : 'a number'} in [${within.least}, ${within.most}]`;
    return fits ? [] : [`${at}.${name}: ${value} is not ${range}`];
  });
  if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
    problems.push(`${at}: minimum ${minimum} is above maximum ${maximum}`);
  }
  return problems;
}
