/** What the command line's exit code says. Numbers stay as they are: scripts depend on them. */
export const exitCodes = {
  ok: { code: 0, meaning: 'Done.' },
  failed: { code: 1, meaning: 'It was tried and failed; the message says why.' },
  usage: {
    code: 2,
    meaning: 'The command line itself is wrong: an unknown option, a missing or unreadable value.',
  },
  notFound: {
    code: 3,
    meaning: 'What was named does not exist: a model, version, dataset, report, log or stack.',
  },
  refused: {
    code: 4,
    meaning:
      'A rule forbids it: the version was decided about before, the release is not due, the request breaks the contract, the rollout was refused.',
  },
  unreachable: {
    code: 5,
    meaning:
      'The target did not answer or did not let us in: no twin runs, no credentials, no network, access denied.',
  },
  deadline: { code: 6, meaning: 'It was started, but had not ended by the deadline; it may still end well.' },
} as const;

export type ExitCode = keyof typeof exitCodes;
