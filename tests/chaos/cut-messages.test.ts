import { CutStage } from '../e2e/http/cut-commands/cut-stage.js';
import { everyNthByte } from '../e2e/http/cut-commands/every-nth-byte.js';
import { messages } from '../e2e/http/cut-commands/messages.js';
import { operation } from '../e2e/http/cut-commands/operation.js';

describe('a command of workers and operators whose answers are cut after every so many bytes', () => {
  const stage = new CutStage();

  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it.each([...messages, ...operation].map((command) => [command.name, command] as const))(
    'tells no caller what is not so, and has its effect once: %s',
    (_name, command) => stage.cut(command, everyNthByte(32)),
  );
});
