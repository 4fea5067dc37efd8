import { processesFinding } from '../../../libs/deployment/doctor/examine-database.js';

const api = { name: 'api', version: '0.3.0' };
const worker = { name: 'worker', version: '0.3.0' };

describe('what the doctor says of the processes that are connected', () => {
  it.each([
    [[api, worker], 'good', 'api 0.3.0, worker 0.3.0'],
    [[], 'off', 'none is connected to the database'],
    [[api], 'warn', 'api 0.3.0, and no worker'],
    [[api, { ...api, version: '0.4.0' }, worker], 'warn', 'api 0.3.0, api 0.4.0, worker 0.3.0'],
  ])('%j is %s', (connected, state, found) => {
    expect(processesFinding(connected)).toMatchObject({ state, found });
  });
});
