import { type PublicCommand, problemsOfCommand } from '../edge/index.js';
import { commandSchema, type JsonSchema, problemSchema, SchemaCollection } from '../openapi/index.js';
import { answerHeaders, deadLetterHeaders, durableHeaders, problemHeaders, requestHeaders } from './command-headers.js';

export interface CommandMessages {
  readonly messages: Readonly<Record<string, AsyncApiMessage>>;
  /** Those that the messages refer to. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** What is sent for each command, what it is answered, and what is told of those that could not be done. */
export function commandMessages(commands: readonly PublicCommand[]): CommandMessages {
  const schemas = new SchemaCollection();
  const problem = schemas.add('Problem', problemSchema);
  const headersOfProblem = schemas.add('ProblemHeaders', problemHeaders);
  const messages = commands.flatMap((command): AsyncApiMessage[] => {
    const { name } = command.command;
    const payload = schemas.add(name, commandSchema(command.command));
    const sent = { title: name, summary: command.summary, contentType: JSON_TYPE, payload };
    const { description, schema } = command.answered;
    return [
      { name, ...sent, headers: requestHeaders(command) },
      ...(command.durable ? [{ name: `durable.${name}`, ...sent, headers: durableHeaders(command) }] : []),
      {
        name: `${name}.answer`,
        title: `Answer to ${name}`,
        summary: schema ? description : `${description}. The message is empty`,
        contentType: JSON_TYPE,
        headers: answerHeaders(command),
        ...(schema && { payload: schemas.answer(schema) }),
      },
      {
        name: `${name}.problem`,
        title: `Refusal of ${name}`,
        summary: 'Why it was refused, in the same form as over HTTP',
        contentType: PROBLEM_TYPE,
        headers: headersOfProblem,
        payload: { allOf: [problem, codesOf(command)] },
      },
    ];
  });
  const deadLetter: AsyncApiMessage = {
    name: 'DeadLetter',
    title: 'Dead letter',
    summary: 'Why a durable command failed, and the id of its message, without its content',
    contentType: PROBLEM_TYPE,
    headers: deadLetterHeaders,
    payload: { allOf: [problem, placeSchema] },
  };
  const named = [...messages, deadLetter].map((message) => [message.name, message] as const);
  return { messages: Object.fromEntries(named), schemas: schemas.all };
}

/** Examples, not all that there can ever be: a command may be refused for more reasons later. */
const codesOf = (command: PublicCommand): JsonSchema => ({
  type: 'object',
  properties: { code: { type: 'string', examples: problemsOfCommand(command) } },
});

const placeSchema: JsonSchema = {
  type: 'object',
  required: ['messageId', 'sequence', 'sentAt', 'attempts'],
  properties: {
    messageId: { type: ['string', 'null'], description: 'The message’s `Nats-Msg-Id`; null where it had none' },
    sequence: { type: 'integer', minimum: 1, description: 'Its place in the stream' },
    sentAt: { type: 'string', format: 'date-time' },
    attempts: { type: 'integer', minimum: 1 },
  },
};

export interface AsyncApiMessage {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType: string;
  readonly headers?: JsonSchema;
  /** Absent where the message is empty. */
  readonly payload?: JsonSchema;
}
