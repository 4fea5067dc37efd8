import { AnswerProxy } from '../../support/answer-proxy.js';
import { ApiHarness } from '../../support/api.js';
import { keepApplications } from '../../support/keep-applications.js';
import { accounts } from './cut-commands/accounts.js';
import { administration } from './cut-commands/administration.js';
import { FAULT } from './cut-commands/attempt.js';
import { messages } from './cut-commands/messages.js';
import { type Look, Traces } from './cut-commands/traces.js';
import { Stage } from './problems/stage.js';

const commands = [...accounts, ...administration, ...messages];
/** In the middle of an answer, and before its last byte. */
const PARTS = [0.5, 1];

describe('a command whose answers are cut on their way from the database', () => {
  const stage = new Stage();
  let proxy: AnswerProxy;
  /** Reaches the database by way of the proxy alone. What is prepared comes another way. */
  let api: ApiHarness;
  let traces: Traces;

  beforeAll(async () => {
    await stage.open();
    proxy = await AnswerProxy.before(stage.db.url);
    const environment = { DATABASE_URL: proxy.url, DATABASE_POOL_SIZE: '1' };
    api = await ApiHarness.open(stage.db, { environment, adjust: keepApplications });
    traces = await Traces.in(stage.db.sql);
  });
  afterAll(async () => {
    await api?.close();
    proxy?.close();
    await stage.close();
  });

  it.each(commands.map((command) => [command.name, command] as const))(
    'tells no caller what is not so, and has its effect once: %s',
    async (_name, { prepare, again, costs = {} }) => {
      const uncut = await prepare(stage);
      const untouched = await traces.look();
      proxy.begin();
      const good = await uncut(api);
      const whole = traces.since(untouched, await traces.look());
      expect({ good, whole }).toEqual({ good: expect.stringMatching(/^(2|done)/), whole: expect.any(Object) });
      const cuts = Array.from({ length: proxy.answers }, (_, answer) => PARTS.map((part) => ({ answer, part }))).flat();
      let wasUntold = false;
      for (const cut of cuts) {
        const attempt = await prepare(stage);
        const before = await traces.look();
        proxy.begin(cut);
        const first = await attempt(api);
        const isDone = isSame(traces.since(before, await traces.look()), whole);
        proxy.begin();
        const second = await attempt(api);
        const after = traces.since(before, await traces.look());
        const what = { cut, first, isDone, second };
        const isTrue = first === FAULT || (first === good && isDone);
        const isTrueAgain = second === good || (isDone && second === again);
        expect({ ...what, isTrue, isTrueAgain }).toEqual({ ...what, isTrue: true, isTrueAgain: true });
        expect([whole, sum(whole, costs)]).toContainEqual(after);
        wasUntold ||= isDone && first === FAULT;
      }
      expect({ wasUntold }).toEqual({ wasUntold: true });
    },
  );
});

const sum = (one: Look, other: Look): Look => ({
  ...one,
  ...Object.fromEntries(Object.entries(other).map(([what, many]) => [what, many + (one[what] ?? 0)])),
});
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other);
