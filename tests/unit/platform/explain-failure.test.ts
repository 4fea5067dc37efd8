import { explainFailure } from '@gatehouse/platform/process';

const listening = (code: string, more: object = {}): Error =>
  Object.assign(new Error(`listen ${code}`), { code, syscall: 'listen', port: 3000, address: '10.1.2.3', ...more });

const manyCauses = new AggregateError([new Error('connect ECONNREFUSED ::1:5432'), new Error('another')], 'silent');
manyCauses.message = '';

describe('explaining a failure', () => {
  it.each([
    [listening('EADDRINUSE'), 'Port 3000 is already taken: set PORT to another one'],
    [listening('EADDRINUSE', { port: 5000 }), 'Port 5000 is already taken'],
    [listening('EACCES'), 'This user may not use port 3000: set PORT to 1024 or more'],
    [listening('EADDRNOTAVAIL'), '10.1.2.3 is not an address of this machine: set HOST to one that is'],
    [new Error('out of milk'), 'out of milk'],
    [manyCauses, 'connect ECONNREFUSED ::1:5432'],
    ['a bare word', 'a bare word'],
  ])('%s: %s', (failure, words) => {
    expect(explainFailure(failure, { METRICS_PORT: 9464, PORT: 3000 })).toBe(words);
  });

  it('tells where a bug is', () => {
    expect(explainFailure(new TypeError('x is not a function'))).toMatch(
      /^TypeError: x is not a function \(at .*explain-failure\.test\.ts:\d+:\d+.*\)$/,
    );
  });
});
