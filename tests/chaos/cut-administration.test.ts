import { administration } from '../e2e/http/cut-commands/administration.js';
import { CutStage } from '../e2e/http/cut-commands/cut-stage.js';
import { everyNthByte } from '../e2e/http/cut-commands/every-nth-byte.js';

describe('a command whose answers are cut after every so many bytes', () => {
  const stage = new CutStage();

  beforeAll(() => stage.open());
  afterAll(() => stage.close());

  it.each(administration.map((command) => [command.name, command] as const))(
    'tells no caller what is not so, and has its effect once: %s',
    (_name, command) => stage.cut(command, everyNthByte(32)),
  );
});
