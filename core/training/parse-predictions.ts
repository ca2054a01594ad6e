import { beginningOf } from '../beginning-of.ts';
import { probabilityIn } from '../features/probability-in.ts';

/**
 * The probabilities in a batch transform's output, one JSON object a line, in the order of its input.
 * @throws Error naming the line that holds no probability, or the numbers of lines that differ
 */
export function parsePredictions(text: string, rows: number, source: string): Float64Array {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length !== rows) {
    throw new Error(
      `Cannot judge ${source}: ${lines.length} predictions for ${rows} rows; both must be equal`,
    );
  }
  return Float64Array.from(lines, (line, index) => {
    const probability = probabilityIn(line);
    if (probability === null) {
      throw new Error(
        `Cannot judge ${source}: line ${index + 1} is ${beginningOf(line, 200)}, expected {"probability": <0 to 1>}; see output_fn in inference.py`,
      );
    }
    return probability;
  });
}
