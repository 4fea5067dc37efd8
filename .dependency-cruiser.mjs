// The import table, as rules. Every rule has a fixture that breaks it: tests/architecture/fixtures/<rule>.
//
// A rule's `$1` is what the first group of its `from.path` caught: the context (or workspace) that the import stands in.

const CONTEXT = '^libs/(?!kernel/|platform/|client/|elements/|deployment/|embedded-postgres/)([^/]+)';
const OWN_CONTEXT = '^libs/$1/';
const KERNEL = '^libs/kernel/';
const PLATFORM = '^libs/platform/';
const CLIENT = '^libs/client/';
const ELEMENTS = '^libs/elements/';
const DEPLOYMENT = '^libs/deployment/';
const DOCTOR = '^libs/deployment/doctor/';
const EMBEDDED_POSTGRES = '^libs/embedded-postgres/';
const CONSOLE = '^apps/console/src/';
/** Layers whose folders are the concerns of a context. */
const LAYERS_BY_CONCERN = 'application|adapters/postgres|operations';
/** Folders of those layers that other concerns build on. */
const FOUNDATIONS = ['ports', 'sql', 'credentials', 'codes', 'templates'];
const NPM = '(^|/)node_modules/';
const npm = (name) => `(^|/)node_modules/(@types/)?${name}/`;

/** Node's own modules have no path to speak of, so rules that leave them alone say so by type. */
const notNodeItself = { dependencyTypesNot: ['core'] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Inside a context, from the middle outwards.
    {
      name: 'kernel-imports-nothing',
      comment: 'Everybody depends on the kernel, so it depends on nobody: no package, no module of Node.',
      severity: 'error',
      from: { path: KERNEL },
      to: { pathNot: [KERNEL] },
    },
    {
      name: 'domain-imports-domain-and-kernel',
      comment:
        'The domain decides. Time, ids and randomness come in as arguments; frameworks, drivers and Node stay out. What has happened it says in the words of the contract’s events.',
      severity: 'error',
      from: { path: `${CONTEXT}/domain/` },
      to: { pathNot: [`${OWN_CONTEXT}(domain/|contract/events\\.ts$)`, KERNEL] },
    },
    {
      name: 'contract-imports-kernel-and-class-validator',
      comment: 'The contract is what others may import, so it must not drag anything along.',
      severity: 'error',
      from: { path: `${CONTEXT}/contract/` },
      to: { pathNot: [`${OWN_CONTEXT}contract/`, KERNEL, npm('class-validator')] },
    },
    {
      name: 'application-imports-domain-contract-and-ports',
      comment: 'Handlers are plain classes over ports: no container, no driver, no Node. What they need is a port.',
      severity: 'error',
      from: { path: `${CONTEXT}/application/` },
      to: { pathNot: [`${OWN_CONTEXT}(application|contract|domain)/`, KERNEL] },
    },
    {
      name: 'operations-know-no-carrier',
      comment:
        'HTTP, the broker and the documents read operations, so operations know none of them, nor an adapter: what they ask is a command, a query or a port. From the platform they take the edge, the feed of events, and the checks that the bus makes too.',
      severity: 'error',
      from: { path: `${CONTEXT}/operations/` },
      to: {
        pathNot: [
          `${OWN_CONTEXT}(operations|contract|application/ports)/`,
          '^libs/[^/]+/contract/',
          KERNEL,
          `${PLATFORM}(edge|events|validation)/index\\.ts$`,
          npm('class-validator'),
        ],
      },
    },
    {
      name: 'module-binds-its-own-context',
      comment:
        'Module and entry files wire their own context with Inversify and what the platform offers, nothing else.',
      severity: 'error',
      from: { path: `${CONTEXT}/(bindings/)?[^/]+\\.ts$` },
      to: { pathNot: [OWN_CONTEXT, KERNEL, PLATFORM, npm('inversify')] },
    },

    {
      name: 'concern-imports-foundations-alone',
      comment:
        'A concern (sign-up, recovery …) is read by itself. What several need is a foundation: ports, SQL fragments, credentials, codes, templates.',
      severity: 'error',
      from: {
        path: `${CONTEXT}/(${LAYERS_BY_CONCERN})/([^/]+)/`,
        pathNot: `^libs/[^/]+/(${LAYERS_BY_CONCERN})/(${FOUNDATIONS.join('|')})/`,
      },
      to: {
        path: '^libs/$1/$2/[^/]+/',
        pathNot: ['^libs/$1/$2/$3/', `^libs/$1/$2/(${FOUNDATIONS.join('|')})/`],
      },
    },
    {
      name: 'foundation-imports-no-concern',
      comment: 'Credentials know ports, codes know credentials, and neither knows the concerns that use them.',
      severity: 'error',
      from: { path: `${CONTEXT}/(${LAYERS_BY_CONCERN})/(${FOUNDATIONS.join('|')})/` },
      to: {
        path: '^libs/$1/$2/[^/]+/',
        pathNot: ['^libs/$1/$2/$3/', '^libs/$1/$2/(ports|sql|credentials)/'],
      },
    },

    // Between the contexts.
    {
      name: 'context-enters-another-by-its-contract',
      comment: 'What a context does not say in its contract is nobody else’s business.',
      severity: 'error',
      from: { path: `${CONTEXT}/` },
      to: { path: '^libs/(?!kernel/|platform/)[^/]+/', pathNot: [OWN_CONTEXT, '^libs/[^/]+/contract/'] },
    },
    {
      name: 'platform-imports-kernel-and-npm',
      comment: 'The platform serves every context and knows none.',
      severity: 'error',
      from: { path: PLATFORM },
      to: { ...notNodeItself, pathNot: [PLATFORM, KERNEL, NPM] },
    },
    {
      name: 'edge-knows-no-carrier',
      comment: 'What an operation is, who calls and what is refused is one thing for all that carry calls.',
      severity: 'error',
      from: { path: `${PLATFORM}edge/` },
      to: {
        path: [`${PLATFORM}(express|nats|openapi|asyncapi)/`, '^(node:)?https?$'],
      },
    },
    {
      name: 'platform-folder-by-its-index',
      comment:
        'A folder of the platform is a module, and so is a file beside the folders: others use what a folder’s index exports.',
      severity: 'error',
      from: { path: '^libs/platform/([^/.]+)[/.]' },
      to: { path: PLATFORM, pathNot: ['^libs/platform/$1/', '^libs/platform/[^/]+(/index)?\\.ts$', NPM] },
    },
    {
      name: 'deployment-composes-contexts',
      comment:
        'It joins what the contexts export and decides nothing: no driver, no module of Node, no rule of its own.',
      severity: 'error',
      from: { path: DEPLOYMENT, pathNot: [DOCTOR] },
      to: { pathNot: [DEPLOYMENT, KERNEL, PLATFORM, '^libs/[^/]+/(index|http|migrations)\\.ts$', npm('inversify')] },
    },
    {
      name: 'doctor-examines-by-settings',
      comment:
        'The doctor looks at what a deployment needs, as its settings name it: over the network, and by what contexts and the platform export.',
      severity: 'error',
      from: { path: DOCTOR },
      to: { ...notNodeItself, pathNot: [DEPLOYMENT, PLATFORM, '^libs/[^/]+/index\\.ts$'] },
    },
    {
      name: 'embedded-postgres-stands-alone',
      comment: 'It runs a server for a start or a test, and knows nothing of what is kept in it.',
      severity: 'error',
      from: { path: EMBEDDED_POSTGRES },
      to: { ...notNodeItself, pathNot: [EMBEDDED_POSTGRES, npm('postgres')] },
    },
    {
      name: 'client-stands-alone',
      comment:
        'It is published by itself and runs in browsers: nothing else of the project goes with it, nor does Node.',
      severity: 'error',
      from: { path: CLIENT },
      to: { pathNot: [CLIENT, NPM] },
    },
    {
      name: 'elements-know-the-client-alone',
      comment: 'They run in other people’s pages: what they know of the service, its client tells them.',
      severity: 'error',
      from: { path: ELEMENTS },
      to: { pathNot: [ELEMENTS, CLIENT, NPM] },
    },
    {
      name: 'console-asks-through-the-client',
      comment:
        'It runs in browsers and knows of the service what the client and its types tell: no code of another workspace, and nothing of Node. How policies and accent colors are computed, and the types of phone numbers, are the exceptions (ADR 112).',
      severity: 'error',
      from: { path: CONSOLE },
      to: {
        pathNot: [
          CONSOLE,
          CLIENT,
          '^libs/registration/policy\\.ts$',
          '^libs/applications/appearance\\.ts$',
          '^libs/applications/contract/phone-number-types\\.ts$',
          NPM,
        ],
      },
    },
    {
      name: 'page-knows-no-other-page',
      comment:
        'A page of the console is a folder that can be read, or taken out, by itself. What several need is a component.',
      severity: 'error',
      from: { path: `${CONSOLE}pages/([^/]+)/` },
      to: { path: `${CONSOLE}pages/`, pathNot: [`${CONSOLE}pages/$1/`] },
    },
    {
      name: 'workspace-is-imported-by-its-name',
      comment: 'A path such as ../../libs/… goes around the doors that a package exports. Only tests may look inside.',
      severity: 'error',
      from: { path: '^((?:apps|libs)/[^/]+)/' },
      to: { path: '^(apps|libs)/', pathNot: ['^$1/'], dependencyTypes: ['local'] },
    },
    {
      name: 'library-knows-no-app',
      comment: 'Apps compose libraries, never the other way round.',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'product-knows-no-test',
      comment: 'What only tests need stays under tests/.',
      severity: 'error',
      from: { path: '^(apps|libs)/' },
      to: { path: '^tests/' },
    },

    // Who may know which technology.
    {
      name: 'express-stays-in-its-adapter',
      comment:
        'The server is made in apps/api (and the sandbox), and what serves operations with it stands in platform/express. Nobody else knows a server.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^apps/(api|sandbox)/', '^libs/platform/express/'],
      },
      to: { path: npm('express') },
    },
    {
      name: 'postgres-stays-in-its-adapters',
      comment: 'SQL stands in the adapter that runs it. Whoever else needs the database asks for a port.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['^libs/platform/(jobs|migrations|postgres)/', '^libs/[^/]+/adapters/postgres/', EMBEDDED_POSTGRES],
      },
      to: { path: npm('postgres') },
    },
    {
      name: 'nats-stays-in-the-platform',
      comment:
        'Contexts publish events by writing them, and serve commands by contributing them. Neither needs a broker.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['^libs/platform/nats/'] },
      to: { path: npm('@nats-io') },
    },
    {
      name: 'embedded-postgres-is-run-by-us',
      comment:
        'Its exit hook stops the server on the first signal, before our drain. libs/embedded-postgres runs the binaries itself.',
      severity: 'error',
      from: {},
      to: { path: npm('embedded-postgres') },
    },

    // Hygiene.
    {
      name: 'workspace-lists-what-it-imports',
      comment: 'A package that its own package.json does not list is there by luck.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'product-needs-no-dev-dependency',
      comment: 'The image is built without devDependencies. Of the console it has what Vite has made of it.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [CONSOLE, '^apps/console/vite\\.config\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'import-resolves',
      comment: 'A file that is not there, or a path that a package does not export.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-cycle',
      comment: 'Modules that need each other are one module, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphan',
      comment: 'Nobody imports it and it imports nobody: use it or delete it.',
      severity: 'error',
      from: {
        orphan: true,
        path: '^(apps|libs|tests)/',
        // Jest's configuration names these, pages name their scripts, and npm links programs.
        pathNot: [
          '^tests/support/global-(setup|teardown)\\.mjs$',
          '^tests/mutation/ignore-error-texts\\.mjs$',
          '\\.client\\.js$',
          '^apps/cli/bin/',
          '\\.d\\.ts$',
        ],
      },
      to: {},
    },
  ],
  options: {
    // Compiled code is not the source of truth, and the fixtures break the rules on purpose.
    exclude: { path: '^(apps|libs)/[^/]+/dist/|^apps/console/site[./]|^tests/architecture/(lint/)?fixtures/' },
    doNotFollow: { path: NPM },
    // Types are dependencies too: a type import of Express in the domain is a leak all the same.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: false,
    // The condition `source` leads from @gatehouse/x to libs/x/*.ts instead of its compiled dist/.
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
