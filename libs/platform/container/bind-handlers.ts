import {
  answers,
  type Command,
  type CommandClass,
  type CommandHandler,
  handles,
  type Query,
  type QueryClass,
  type QueryHandler,
} from '@gatehouse/kernel';
import type { ContainerModuleLoadOptions, ResolvedValueInjectOptions, ServiceIdentifier } from 'inversify';
import { PLATFORM } from './platform-tokens.js';

type Bind = ContainerModuleLoadOptions['bind'];

/** A port made for one handler alone, of what the container holds. */
class Made<T> {
  constructor(
    readonly of: readonly ServiceIdentifier<unknown>[],
    readonly make: (parts: readonly unknown[]) => T,
  ) {}
}

/** All that the contexts bind under one token. */
interface AllOf<T> {
  readonly serviceIdentifier: ServiceIdentifier<T>;
  readonly isMultiple: true;
}

type Port<T> = ServiceIdentifier<T> | Made<T> | (T extends readonly (infer Each)[] ? AllOf<Each> : never);

/** Every port of a handler under its name: the container's token for it, or how it is made. */
type PortsOf<Ports> = { readonly [Name in keyof Ports]: Port<Ports[Name]> };

/** A port that no other handler needs, and that therefore has no token of its own. */
export const from = <const Parts extends readonly unknown[], T>(
  of: { readonly [At in keyof Parts]: ServiceIdentifier<Parts[At]> },
  make: (...parts: Parts) => T,
): Made<T> => new Made([...of], (parts) => make(...(parts as Parts)));

/** A port that is the same in every deployment. */
export const fixed = <T>(value: T): Made<T> => new Made([], () => value);

/** Binds handlers of commands and queries, made once and with their ports by name. */
export function bindHandlers(bind: Bind) {
  const make = <Ports extends object, H>(handler: new (ports: Ports) => H, ports: PortsOf<Ports>) => {
    const named = Object.entries<ServiceIdentifier<unknown> | Made<unknown> | AllOf<unknown>>(ports);
    const partsOf = (port: (typeof named)[number][1]): readonly ResolvedValueInjectOptions<unknown>[] =>
      port instanceof Made ? port.of : [port];
    return {
      parts: named.flatMap(([, port]) => partsOf(port)),
      create: (...parts: unknown[]): H => {
        const rest = [...parts];
        const made = named.map(([name, port]) => {
          const own = rest.splice(0, partsOf(port).length);
          return [name, port instanceof Made ? port.make(own) : own[0]];
        });
        return new handler(Object.fromEntries(made) as Ports);
      },
    };
  };
  return {
    onCommand<C extends Command<unknown>, Ports extends object>(
      command: CommandClass<C>,
      handler: new (ports: Ports) => CommandHandler<C>,
      ports: PortsOf<Ports>,
    ): void {
      const { parts, create } = make(handler, ports);
      bind(PLATFORM.commands).toResolvedValue((...given: unknown[]) => handles(command, create(...given)), parts);
    },
    onQuery<Q extends Query<unknown>, Ports extends object>(
      query: QueryClass<Q>,
      handler: new (ports: Ports) => QueryHandler<Q>,
      ports: PortsOf<Ports>,
    ): void {
      const { parts, create } = make(handler, ports);
      bind(PLATFORM.queries).toResolvedValue((...given: unknown[]) => answers(query, create(...given)), parts);
    },
  };
}
