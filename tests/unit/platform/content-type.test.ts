import { type ContentHeaders, expectJson, expectNdjson, ProblemError } from '@gatehouse/platform/edge';

const detailOf = (expect: (headers: ContentHeaders) => void, headers: ContentHeaders): string | undefined => {
  try {
    expect(headers);
  } catch (error) {
    if (error instanceof ProblemError) return `${error.problem.status} ${error.refusal.detailCode}`;
    throw error;
  }
  return undefined;
};

describe('a body is JSON', () => {
  it.each([
    'application/json',
    'application/json;',
    'application/json; ',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json ; charset=utf8',
    'application/json; charset=us-ascii',
    'application/json; odata.metadata=minimal',
    'application/json; version=1; charset=utf-8;',
  ])('where its type is %j', (type) => {
    expect(detailOf(expectJson, { 'content-type': type })).toBeUndefined();
  });

  it.each([undefined, '', 'text/plain', 'application/x-ndjson', 'application/json, application/json', 'json', ';'])(
    'and not where it is %j',
    (type) => {
      expect(detailOf(expectJson, { 'content-type': type })).toBe('415 json-expected');
    },
  );

  it.each(['latin1', 'utf-16', '""', 'utf-8x'])('and not in the charset %s, which is said', (charset) => {
    const type = `application/json; charset=${charset}`;
    expect(detailOf(expectJson, { 'content-type': type })).toBe('415 charset-unsupported');
  });

  it.each(['identity', 'Identity', 'identity, identity', ''])('with the encoding %j, which is none', (encoding) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    expect(detailOf(expectJson, headers)).toBeUndefined();
  });

  it.each(['gzip', 'identity, gzip', 'br', 'x', 'identity;q=1'])(
    'and not with the encoding %j, which is said',
    (encoding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
      expect(detailOf(expectJson, headers)).toBe('415 encoding-unsupported');
    },
  );
});

it('JSON by lines is told from JSON, and as forgivingly', () => {
  expect(detailOf(expectNdjson, { 'content-type': 'application/x-ndjson; charset=utf8;' })).toBeUndefined();
  expect(detailOf(expectNdjson, { 'content-type': 'application/json' })).toBe('415 ndjson-expected');
});
