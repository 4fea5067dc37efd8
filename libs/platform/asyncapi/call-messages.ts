import { type PublicCommand, type PublicOperation, type PublicQuery, problemsOverBroker } from '../edge/index.js';
import { commandSchema, type JsonSchema, problemSchema, SchemaCollection } from '../openapi/index.js';
import { answerHeaders, deadLetterHeaders, durableHeaders, problemHeaders, requestHeaders } from './call-headers.js';

export interface CallMessages {
  readonly messages: Readonly<Record<string, AsyncApiMessage>>;
  /** Those that the messages refer to. */
  readonly schemas: Readonly<Record<string, JsonSchema>>;
}

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

/** What is sent for each command and query, what it is answered, and what is told of commands that could not be done. */
export function callMessages(commands: readonly PublicCommand[], queries: readonly PublicQuery[]): CallMessages {
  const schemas = new SchemaCollection();
  const problem = schemas.add('Problem', problemSchema);
  const headersOfProblem = schemas.add('ProblemHeaders', problemHeaders);
  const sentFor = ({ name, summary }: PublicOperation, schema: JsonSchema) => ({
    title: name,
    summary,
    contentType: JSON_TYPE,
    payload: schemas.add(name, schema),
  });
  const answersOf = (operation: PublicOperation & Partial<PublicCommand>): AsyncApiMessage[] => {
    const { name, answered } = operation;
    const { description, schema } = answered;
    return [
      {
        name: `${name}.answer`,
        title: `Answer to ${name}`,
        summary: schema ? description : `${description}. The message is empty`,
        contentType: JSON_TYPE,
        headers: answerHeaders(operation),
        ...(schema && { payload: schemas.answer(schema) }),
      },
      {
        name: `${name}.problem`,
        title: `Refusal of ${name}`,
        summary: 'Why it was refused, in the same form as over HTTP',
        contentType: PROBLEM_TYPE,
        headers: headersOfProblem,
        payload: { allOf: [problem, codesOf(operation)] },
      },
    ];
  };
  const messages = [
    ...commands.flatMap((command): AsyncApiMessage[] => {
      const { name, durable } = command;
      const sent = sentFor(command, commandSchema(command.command));
      return [
        { name, ...sent, headers: requestHeaders(command, 'command') },
        ...(durable ? [{ name: `durable.${name}`, ...sent, headers: durableHeaders(command) }] : []),
        ...answersOf(command),
      ];
    }),
    ...queries.flatMap((query): AsyncApiMessage[] => [
      { name: query.name, ...sentFor(query, commandSchema(query.query)), headers: requestHeaders(query, 'query') },
      ...answersOf(query),
    ]),
  ];
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

/** Examples, not all that there can ever be: a call may be refused for more reasons later. */
const codesOf = (operation: PublicOperation): JsonSchema => ({
  type: 'object',
  properties: { code: { type: 'string', examples: problemsOverBroker(operation) } },
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
