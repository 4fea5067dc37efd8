import type { PublicCommand, PublicOperation, PublicQuery } from '../edge/index.js';
import {
  COMMAND_STREAM,
  COMMANDS,
  DEAD_COMMAND_STREAM,
  DEAD_COMMANDS,
  DURABLE_COMMANDS,
  QUERIES,
} from '../nats/index.js';

export interface CallChannels {
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
}

interface Way {
  /** Of the channel, before the name of the command or query. */
  readonly prefix: string;
  readonly subjects: string;
  readonly message: string;
  readonly description?: string;
  readonly operation: object;
}

const ANSWERS = 'answers';

/** Where commands and queries are sent to, and who sends and receives there, as seen from the service. */
export function callChannels(commands: readonly PublicCommand[], queries: readonly PublicQuery[]): CallChannels {
  const channels: Record<string, object> = {};
  const operations: Record<string, object> = {};
  const called = [
    ...commands.map((command) => ({ name: command.name, ways: waysOf(command), of: 'applicationOfCommand' })),
    ...queries.map((query) => ({ name: query.name, ways: [servedAt(QUERIES, query)], of: 'applicationOfQuery' })),
  ];
  for (const { name, ways, of } of called) {
    for (const way of ways) {
      const { prefix, subjects, message, description, operation } = way;
      // Under the names that the endpoints have on the broker.
      for (const [id, address, isOfApplication] of [
        [`${prefix}${name}`, `${subjects}.${name}`, false],
        [`${prefix}${name}-of-application`, `${subjects}.{application}.${name}`, true],
      ] as const) {
        channels[id] = {
          address,
          ...(description !== undefined && { description }),
          messages: { [message]: { $ref: `#/components/messages/${message}` } },
          ...(isOfApplication && {
            parameters: { application: { $ref: `#/components/parameters/${of}` } },
          }),
        };
        operations[`${prefix === 'dead.' ? 'publish' : 'serve'}.${id}`] = {
          ...operation,
          channel: { $ref: `#/channels/${id}` },
          messages: [{ $ref: `#/channels/${id}/messages/${message}` }],
        };
      }
    }
  }
  const answers = called.flatMap(({ name }) => [`${name}.answer`, `${name}.problem`]);
  channels[ANSWERS] = {
    address: null,
    description: 'The reply subject of the NATS request',
    messages: Object.fromEntries(answers.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  };
  return { channels, operations };
}

function servedAt(subjects: string, { name, summary, scope }: PublicOperation): Way {
  const answer = (kind: string) => ({ $ref: `#/channels/${ANSWERS}/messages/${name}.${kind}` });
  return {
    prefix: '',
    subjects,
    message: name,
    operation: {
      action: 'receive',
      summary,
      ...(scope !== null && { description: `Needs the scope \`${scope}\`.` }),
      reply: { channel: { $ref: `#/channels/${ANSWERS}` }, messages: [answer('answer'), answer('problem')] },
    },
  };
}

function waysOf(command: PublicCommand): readonly Way[] {
  const { name, summary, durable } = command;
  const served = servedAt(COMMANDS, command);
  if (!durable) return [served];
  return [
    served,
    {
      prefix: 'durable.',
      subjects: DURABLE_COMMANDS,
      message: `durable.${name}`,
      description: `Stream \`${COMMAND_STREAM}\``,
      operation: {
        action: 'receive',
        summary,
        description: `The sender does not wait for an answer. Temporary failures are retried for a day; permanent refusals are reported on \`${DEAD_COMMANDS}\`.`,
      },
    },
    {
      prefix: 'dead.',
      subjects: DEAD_COMMANDS,
      message: 'DeadLetter',
      description: `Stream \`${DEAD_COMMAND_STREAM}\`. Messages for unknown durable commands are reported there too, under the name that was sent`,
      operation: { action: 'send', summary: 'Report failed commands' },
    },
  ];
}
