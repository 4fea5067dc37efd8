import { document } from '../../support/api-document.js';
import { clientStage } from '../../support/client-stage.js';

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => ({
    method: method.toUpperCase(),
    path,
    schemes: (security ?? []).flatMap((scheme) => Object.keys(scheme)),
  })),
);

describe('the client knows who each route of the document is for', () => {
  it.each(operations)('$method $path: $schemes', async ({ method, path, schemes }) => {
    const stage = clientStage(Response.json({}), Response.json({}));
    const session = { accessToken: 'access', expiresAt: Infinity, refreshToken: null, csrfToken: null };
    const storage = { load: () => session, save: () => undefined };
    const { api } = stage.client({ storage, secretKey: 'ghk_test' });
    await api.request(method.toLowerCase() as 'get', path.replaceAll(/\{\w+\}/g, 'x') as '/health/live');
    const sent = stage.asked[0]?.headers.get('Authorization') ?? null;
    if (schemes.includes('administration')) expect(sent).toBe('Bearer ghk_test');
    else if (schemes.includes('bearer')) expect(sent).toBe('Bearer access');
    // What the password proves gets a header of its own by the client's methods.
    else if (!schemes.includes('basic')) expect(sent).toBeNull();
  });
});
