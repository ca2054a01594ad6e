// Runs on any Node that knows modules, so that an old one is told so instead of failing on newer syntax.
const oldest = [20, 19];

/**
 * What is wrong with this Node, or null.
 * @param {string} version as `process.versions.node` has it
 */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  const fits = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (fits) return null;
  return `Node.js ${oldest.join('.')} or newer is missing: this is ${version}. Install a newer one (https://nodejs.org), or run \`nvm use\`.`;
}

/** Ends the process with one sentence when this Node is too old. */
export function requireNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return;
  process.stderr.write(`${problem}\n`);
  process.exit(1);
}
