// Who may import whom, as docs/architecture.md says. Types count as much as values.
const source = '^(adapters|bench|bin|cli|core|lambdas|lib|local|models)/';

/** Files of `from` may import, of this repository, only what `to` matches. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: source, pathNot: to },
});

/** Files of `from` may not import these packages, but for their types. */
const no = (name, comment, from, packages) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: {
    path: packages.map((pattern) => `^node_modules/${pattern}`),
    dependencyTypesNot: ['type-only'],
  },
});

const sdk = '@aws-sdk/';
const cdk = ['aws-cdk-lib/', 'constructs/'];
const duckdb = '@duckdb/';

module.exports = {
  forbidden: [
    only('core-imports-core', 'core is true without AWS', '^core/', ['^core/']),
    only('adapters-import-core', 'adapters meet core’s ports', '^adapters/', ['^adapters/', '^core/']),
    only(
      'handlers-import-core-adapters-and-their-own-folder',
      'a function knows no other function',
      '^lambdas/([^/]+)/',
      ['^adapters/', '^core/', '^lambdas/$1/'],
    ),
    only(
      'lib-imports-access-env-and-core',
      'constructs take the functions’ access and env as data, never their code',
      '^lib/',
      ['^lib/', '^core/', '^lambdas/[^/]+/(access|env)[.]ts$'],
    ),
    only(
      'cli-imports-core-adapters-and-local',
      'the command line is a client; it reads models/ and packs their source the way the stack does',
      '^cli/',
      [
        '^cli/',
        '^core/',
        '^adapters/',
        '^local/',
        '^lib/(load-models|pack-source|published-contracts)[.]ts$',
      ],
    ),
    only(
      'bench-imports-core-adapters-and-models',
      'a measurement runs what functions run, without them',
      '^bench/',
      [
        '^bench/',
        '^core/',
        '^adapters/',
        '^models/',
        '^lib/load-models[.]ts$',
        '^local/launcher/twin-state[.]ts$',
      ],
    ),
    only('models-import-core', 'a model is data and types', '^models/([^/]+)/', ['^core/', '^models/$1/']),
    no('core-imports-no-sdk-and-no-cdk', 'core is true without AWS', '^core/', [sdk, ...cdk, duckdb]),
    no(
      'functions-import-no-cdk',
      'what runs knows nothing of its infrastructure',
      '^(adapters|lambdas)/',
      cdk,
    ),
    no('handlers-reach-aws-through-adapters', 'a call and its permission stand together', '^lambdas/', [
      sdk,
      duckdb,
    ]),
    no('lib-calls-nothing', 'constructs describe, they do not call', '^lib/', [sdk, duckdb]),
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one idea',
      severity: 'error',
      from: {},
      // Types are gone before anything runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'every-import-is-found',
      comment: 'a file or package that is not there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test|node_modules/[.]cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'types'],
    },
  },
};
