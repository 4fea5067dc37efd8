/* global SwaggerUIBundle */
const root = document.documentElement;
const toggle = document.getElementById('theme');
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

const show = (isDark) => {
  root.classList.toggle('dark-mode', isDark);
  toggle.textContent = isDark ? 'Light' : 'Dark';
};

show(prefersDark.matches);
prefersDark.addEventListener('change', ({ matches }) => show(matches));
toggle.addEventListener('click', () => show(!root.classList.contains('dark-mode')));
toggle.hidden = false;

// Examples that are right for a document are not right for a form: a key that somebody has used is refused for a day.
const NOT_FILLED_IN = new Set(['Idempotency-Key', 'Accept-Language']);
/** What a person needs comes first in the dialog. */
const SCHEMES = ['basic', 'bearer', 'administration'];
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** A UUID of version 4; pages without TLS have no crypto.randomUUID. */
function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function withoutExample({ example: _, schema, ...parameter }) {
  const { default: __, ...rest } = schema;
  return { ...parameter, schema: rest };
}

/** The document as a form: nothing is filled in that is better left out, and there is one way to sign in. */
function asForm({ components, paths, ...document }) {
  const parameters = Object.fromEntries(
    Object.entries(components.parameters).map(([name, parameter]) => [
      name,
      NOT_FILLED_IN.has(parameter.name) ? withoutExample(parameter) : parameter,
    ]),
  );
  const { securitySchemes: known } = components;
  const names = [...new Set([...SCHEMES.filter((name) => name in known), ...Object.keys(known)])];
  const securitySchemes = Object.fromEntries(names.map((name) => [name, known[name]]));
  for (const operation of operationsOf(paths)) {
    // With a header and a body, the service could not know which credentials are meant.
    if (operation.security?.some((way) => Object.keys(way).length === 0)) operation.security = [];
  }
  return { ...document, paths, components: { ...components, parameters, securitySchemes } };
}

const operationsOf = (paths) =>
  Object.values(paths).flatMap((path) => METHODS.filter((method) => method in path).map((method) => path[method]));

/** Finds the operations that take an Idempotency-Key by their addresses, which begin with the server's. */
function keyedPaths({ paths, servers: [server] }) {
  const isKeyed = ({ parameters = [] } = {}) =>
    parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
  return Object.entries(paths)
    .filter(([, path]) => isKeyed(path.post))
    .map(([path]) =>
      `${server.url.replace(/\/$/, '')}${path}`.replaceAll(/[.+]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/]+'),
    )
    .map((pattern) => new RegExp(`^${pattern}$`));
}

async function showReference() {
  const answer = await fetch(document.getElementById('reference').dataset.document);
  if (!answer.ok) throw new Error(`The document was answered with ${answer.status}`);
  const description = await answer.json();
  const keyed = keyedPaths(description);
  SwaggerUIBundle({
    spec: asForm(description),
    dom_id: '#reference',
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelRendering: 'example',
    defaultModelsExpandDepth: 0,
    // It would send the document's address to a server of the library's makers.
    validatorUrl: null,
    // Each click is a request of its own, so it has a key of its own.
    requestInterceptor: (request) => {
      const { pathname } = new URL(request.url, location.href);
      const isKeyed = request.method === 'POST' && keyed.some((path) => path.test(pathname));
      if (isKeyed && !request.headers['Idempotency-Key']) request.headers['Idempotency-Key'] = uuid();
      return request;
    },
  });
}

// The library focuses every field of its dialog in turn, which leaves it scrolled down to the last.
document.addEventListener('click', ({ target }) => {
  if (!target.closest('.auth-wrapper > .authorize, .authorization__btn')) return;
  requestAnimationFrame(() => document.querySelector('.modal-ux-content input')?.focus());
});

showReference().catch((error) => {
  document.querySelector('#reference .notice').textContent =
    `The reference could not be loaded: ${error.message}. Reload the page to try again.`;
});
