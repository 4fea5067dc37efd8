import { accounts } from './cut-commands/accounts.js';
import { administration } from './cut-commands/administration.js';
import { CutStage, type CutsOf } from './cut-commands/cut-stage.js';
import { messages } from './cut-commands/messages.js';
import { operation } from './cut-commands/operation.js';

const commands = [...accounts, ...administration, ...messages, ...operation];
/** What was asked for is done by then; tests/chaos cuts elsewhere as well. */
const beforeTheLastByte: CutsOf = (lengths) => lengths.map((length, answer) => ({ answer, bytes: length - 1 }));

describe('a command whose answers are cut on their way from the database', () => {
  const stage = new CutStage();

  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it.each(commands.map((command) => [command.name, command] as const))(
    'gives no caller a wrong answer, and has its effect once: %s',
    (_name, command) => stage.cut(command, beforeTheLastByte),
  );

  it('is any command that there is, but for those that write nothing', () => {
    expect(stage.unmet).toEqual(['PreviewTemplate']);
  });
});
