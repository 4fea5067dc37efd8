import type { PublicCommand } from '../edge/index.js';
import { COMMAND_STREAM, COMMANDS, DEAD_COMMAND_STREAM, DEAD_COMMANDS, DURABLE_COMMANDS } from '../nats/index.js';

export interface CommandChannels {
  readonly channels: Readonly<Record<string, object>>;
  readonly operations: Readonly<Record<string, object>>;
}

interface Way {
  /** Of the channel, before the command's name. */
  readonly prefix: string;
  readonly subjects: string;
  readonly message: string;
  readonly description?: string;
  readonly operation: object;
}

const ANSWERS = 'answers';

/** Where the commands are sent to, and who sends and receives there, as seen from the service. */
export function commandChannels(commands: readonly PublicCommand[]): CommandChannels {
  const channels: Record<string, object> = {};
  const operations: Record<string, object> = {};
  for (const command of commands) {
    const { name } = command.command;
    for (const way of waysOf(command)) {
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
            parameters: { application: { $ref: '#/components/parameters/applicationOfCommand' } },
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
  const answers = commands.flatMap(({ command: { name } }) => [`${name}.answer`, `${name}.problem`]);
  channels[ANSWERS] = {
    address: null,
    description: 'The reply subject of the NATS request',
    messages: Object.fromEntries(answers.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
  };
  return { channels, operations };
}

function waysOf({ command: { name }, summary, scope, durable }: PublicCommand): readonly Way[] {
  const answer = (kind: string) => ({ $ref: `#/channels/${ANSWERS}/messages/${name}.${kind}` });
  const served: Way = {
    prefix: '',
    subjects: COMMANDS,
    message: name,
    operation: {
      action: 'receive',
      summary,
      ...(scope !== null && { description: `Needs the scope \`${scope}\`.` }),
      reply: { channel: { $ref: `#/channels/${ANSWERS}` }, messages: [answer('answer'), answer('problem')] },
    },
  };
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
