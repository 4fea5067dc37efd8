import 'reflect-metadata';
import { Command, type CommandHandler, ok, type Refusal, type Result } from '@gatehouse/kernel';
import { bindHandlers, fixed, from, PLATFORM, token } from '@gatehouse/platform/container';
import { Container, ContainerModule } from 'inversify';

class Greet extends Command<Result<string, Refusal>> {}

interface Ports {
  readonly greeting: string;
  readonly name: string;
  readonly titles: readonly string[];
  readonly mark: string;
}

class GreetHandler implements CommandHandler<Greet> {
  constructor(private readonly ports: Ports) {}

  execute(): Promise<Result<string, never>> {
    const { greeting, name, titles, mark } = this.ports;
    return Promise.resolve(ok(`${greeting}, ${titles.join(' ')} ${name}${mark}`));
  }
}

const TOKENS = {
  greeting: token<string>('greeting'),
  first: token<string>('first'),
  last: token<string>('last'),
  title: token<string>('title'),
};

describe('a handler', () => {
  it('gets its ports by name: of tokens, made for it, all that are bound, and fixed ones', async () => {
    const container = new Container();
    container.load(
      new ContainerModule(({ bind }) => {
        bind(TOKENS.greeting).toConstantValue('Good morning');
        bind(TOKENS.first).toConstantValue('Ada');
        bind(TOKENS.last).toConstantValue('Lovelace');
        bind(TOKENS.title).toConstantValue('Countess');
        bind(TOKENS.title).toConstantValue('Dr');
        bindHandlers(bind).onCommand(Greet, GreetHandler, {
          mark: fixed('!'),
          name: from([TOKENS.first, TOKENS.last], (first, last) => `${first} ${last}`),
          titles: { serviceIdentifier: TOKENS.title, isMultiple: true },
          greeting: TOKENS.greeting,
        });
      }),
    );
    const { command, handler } = container.get(PLATFORM.commands);
    expect(command).toBe(Greet);
    const context = { application: 'default', network: null, requestId: 'one' };
    expect(await handler.execute(new Greet(), context)).toEqual(ok('Good morning, Countess Dr Ada Lovelace!'));
  });

  it('is not bound without one of its ports, with one too many, or with one of another type', () => {
    const wrong = (bind: Parameters<typeof bindHandlers>[0], { name, mark, titles, greeting } = TOKENS_OF_PORTS) => {
      const { onCommand } = bindHandlers(bind);
      // @ts-expect-error a port is missing
      onCommand(Greet, GreetHandler, { name, mark, titles });
      // @ts-expect-error a port is not the handler's
      onCommand(Greet, GreetHandler, { name, mark, titles, greeting, other: name });
      // @ts-expect-error a port has another type
      onCommand(Greet, GreetHandler, { name: fixed(1), mark, titles, greeting });
    };
    expect(wrong).toBeDefined();
  });
});

const TOKENS_OF_PORTS = {
  name: TOKENS.first,
  mark: fixed('.'),
  titles: fixed<readonly string[]>([]),
  greeting: TOKENS.greeting,
};
